package castnet.processor.plan;

import castnet.processor.graph.Parameter;
import castnet.processor.graph.TensorShape;
import castnet.runtime.kernel.Door;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import castnet.runtime.weights.FoldedConv;
import castnet.runtime.weights.FoldedNorm;
import castnet.runtime.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Executes an inference program with the runtime's kernels, as generated code will: what is wrong with a plan shows here without
 * an emitter. Slices of a team run one after the other, with all slices of a call before the next call only where the plan has a
 * barrier.
 */
final class ProgramRunner {
    private final Program program;
    private final float[] arena;
    private final Map<String, float[]> fields = new HashMap<>();
    private final List<Worker> team = new ArrayList<>();

    ProgramRunner(Program program, Weights weights, int threads) {
        this.program = program;
        arena = new float[program.memory().arenaFloats()];
        for (int part = 0; part < threads; part++) {
            team.add(Worker.slice(part, threads, program.memory().scratchFloats()));
        }
        program.fields().forEach(f -> load(f, weights));
    }

    /** Weights for the runtime from those of the reference. */
    static Weights weights(List<Parameter> parameters, Map<String, double[]> values) {
        Weights.Builder builder = Weights.builder();
        for (Parameter p : parameters) {
            builder.put(p.key(), p.shape(), KernelInvoker.floats(Objects.requireNonNull(values.get(p.key()))));
        }
        return builder.build();
    }

    private void load(ArrayField field, Weights weights) {
        switch (field) {
            case ArrayField.PackedConvolution c -> {
                FoldedConv own = folded(weights, c.weight());
                FoldedConv folded = c.first() == null ? own : own.after(folded(weights, c.first()));
                Object packed = KernelInvoker.invoke(
                        new Kernel(c.kernelType(), "pack"),
                        new Object[] {KernelInvoker.convShape(c.shape()), folded.weight(), 0});
                fields.put(c.name(), (float[]) packed);
                fields.put(c.biasName(), folded.paddedBias());
            }
            case ArrayField.FoldedNorm n -> {
                FoldedNorm folded = FoldedNorm.of(weights, n.normPrefix(), n.epsilon());
                fields.put(n.name(), folded.scale());
                fields.put(n.shiftName(), folded.shift());
            }
            case ArrayField.Zeros _, ArrayField.Sized _ -> throw new IllegalArgumentException(field.name());
        }
    }

    private static FoldedConv folded(Weights weights, ArrayField.FoldedWeight w) {
        return FoldedConv.of(weights, w.weightKey(), w.biasKey(), w.normPrefix(), w.epsilon());
    }

    /** Output NCHW of an image NCHW. */
    float[] run(double[] image) {
        Layout in = KernelInvoker.layout(program.input());
        Arrays.fill(arena, program.inputOffset(), program.inputOffset() + in.imageStride(), 0);
        Door.fromNchw(in, KernelInvoker.floats(image), 0, arena, program.inputOffset());
        List<KernelCall> sinceBarrier = new ArrayList<>();
        for (Step step : program.forward()) {
            for (Step.Stage stage : step.calls()) {
                sinceBarrier.add(stage.call());
                if (stage.barrierAfter()) {
                    flush(sinceBarrier);
                }
            }
            if (step.barrier()) {
                flush(sinceBarrier);
            }
        }
        flush(sinceBarrier);
        TensorShape shape = program.graph().output().shape();
        float[] out = new float[Math.toIntExact(shape.elements())];
        Door.toNchw(KernelInvoker.layout(program.output()), arena, program.outputOffset(), out, 0);
        return out;
    }

    /** What has no barrier in it, each worker may do before the others begin. */
    private void flush(List<KernelCall> calls) {
        for (Worker worker : team.reversed()) {
            for (KernelCall call : calls) {
                List<Object> arguments = new ArrayList<>();
                call.arguments().forEach(a -> add(arguments, a, worker));
                KernelInvoker.invoke(call.kernel(), arguments.toArray());
            }
        }
        calls.clear();
    }

    private void add(List<Object> arguments, Argument argument, Worker worker) {
        switch (argument) {
            case Argument.Shape s -> arguments.add(KernelInvoker.shape(s.geometry()));
            case Argument.Tensor t -> {
                arguments.add(arena);
                arguments.add(t.offset());
            }
            case Argument.Field f -> arguments.add(Objects.requireNonNull(fields.get(f.name()), f.name()));
            case Argument.Images _ -> arguments.add(1);
            case Argument.WorkerSlice _ -> arguments.add(worker);
            case Argument.Literal l -> arguments.add(l.value());
            case Argument.EnumConstant e -> arguments.add(KernelInvoker.constant(e));
            case Argument.Parameters _, Argument.Gradients _, Argument.Buffers _, Argument.StepInput _ ->
                throw new IllegalArgumentException(argument.toString());
        }
    }
}
