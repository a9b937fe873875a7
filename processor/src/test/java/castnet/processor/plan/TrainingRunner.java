package castnet.processor.plan;

import castnet.processor.graph.Parameter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.runtime.kernel.Door;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Executes one step of a training program with the runtime's kernels, as generated code and trainer will. */
final class TrainingRunner {
    private final Program program;
    private final int n;
    private final float[] arena;
    private final float[] parameters;
    private final float[] gradients;
    private final float[] buffers;
    private final double[] losses;
    private final Map<String, float[]> fields = new HashMap<>();
    private final List<Worker> team = new ArrayList<>();
    private Batch batch = Batch.unlabelled(0, new double[0]);

    TrainingRunner(Program program, Map<String, double[]> weights, int n, int threads) {
        this.program = program;
        this.n = n;
        arena = new float[program.memory().arenaFloats() * n];
        parameters = flat(program.trained(), weights);
        buffers = flat(program.buffers(), weights);
        gradients = new float[parameters.length];
        Arrays.fill(gradients, Float.NaN);
        losses = new double[n];
        for (int part = 0; part < threads; part++) {
            team.add(Worker.slice(part, threads, program.memory().scratchFloats()));
        }
        for (ArrayField field : program.fields()) {
            fields.put(field.name(), new float[length(field)]);
        }
    }

    private static float[] flat(List<Parameter> list, Map<String, double[]> weights) {
        double[] all = list.stream()
                .flatMapToDouble(p -> Arrays.stream(Objects.requireNonNull(weights.get(p.key()))))
                .toArray();
        return KernelInvoker.floats(all);
    }

    private static int length(ArrayField field) {
        return switch (field) {
            case ArrayField.Zeros zeros -> zeros.length();
            case ArrayField.Sized sized -> {
                Object[] arguments = sized.arguments().stream()
                        .map(a -> KernelInvoker.shape(((Argument.Shape) a).geometry()))
                        .toArray();
                yield (Integer) KernelInvoker.invoke(new Kernel(sized.kernelType(), sized.method()), arguments);
            }
            case ArrayField.PackedConvolution _, ArrayField.FoldedNorm _ ->
                throw new IllegalArgumentException(field.name());
        };
    }

    /** Pack, forward, backward. */
    void step(Batch images) {
        batch = images;
        Layout in = KernelInvoker.layout(program.input());
        int base = program.inputOffset() * n;
        Arrays.fill(arena, base, base + n * in.imageStride(), 0);
        int floats = in.channels() * in.pixels();
        for (int image = 0; image < n; image++) {
            float[] pixels =
                    KernelInvoker.floats(Arrays.copyOfRange(images.images(), image * floats, (image + 1) * floats));
            Door.fromNchw(in, pixels, 0, arena, base + image * in.imageStride());
        }
        run(program.pack());
        run(program.forward());
        run(program.backward());
    }

    /** Gradient of a parameter. */
    float[] gradient(String key) {
        return part(program.trained(), gradients, key);
    }

    /** A running statistic. */
    float[] buffer(String key) {
        return part(program.buffers(), buffers, key);
    }

    /** Loss of each image. */
    double[] losses() {
        return losses;
    }

    private static float[] part(List<Parameter> list, float[] flat, String key) {
        int from = 0;
        for (Parameter p : list) {
            int to = from + Math.toIntExact(p.elements());
            if (p.key().equals(key)) {
                return Arrays.copyOfRange(flat, from, to);
            }
            from = to;
        }
        throw new IllegalArgumentException(key);
    }

    private void run(List<Step> steps) {
        List<KernelCall> sinceBarrier = new ArrayList<>();
        for (Step step : steps) {
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
    }

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
            case Argument.Tensor t -> at(arguments, arena, t.offset() * n);
            case Argument.Parameters p -> at(arguments, parameters, p.offset());
            case Argument.Gradients g -> at(arguments, gradients, g.offset());
            case Argument.Buffers b -> at(arguments, buffers, b.offset());
            case Argument.Field f -> arguments.add(Objects.requireNonNull(fields.get(f.name()), f.name()));
            case Argument.StepInput s -> arguments.add(input(s.accessor()));
            case Argument.Images _ -> arguments.add(n);
            case Argument.WorkerSlice _ -> arguments.add(worker);
            case Argument.Literal l -> arguments.add(l.value());
            case Argument.EnumConstant e -> arguments.add(KernelInvoker.constant(e));
        }
    }

    private static void at(List<Object> arguments, float[] array, int offset) {
        arguments.add(array);
        arguments.add(offset);
    }

    private Object input(String accessor) {
        return switch (accessor) {
            case "labels" -> batch.labels();
            case "labelSmoothing" -> (float) batch.labelSmoothing();
            case "losses" -> losses;
            case "seed", "step" -> 1L;
            default -> throw new IllegalArgumentException(accessor);
        };
    }
}
