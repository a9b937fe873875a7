package castnet.processor.plan.cuda;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.plan.Liveness;
import castnet.processor.plan.MemoryPlanner;
import castnet.processor.plan.MemoryPlanner.Interval;
import castnet.processor.plan.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a training program's graph to a plan for the GPU: as {@link CudaPlanner}, forward, loss and backward. */
public final class CudaTrainingPlanner {
    private final Graph graph;
    private final FlatArrays arrays;
    private final TrainingCalls calls;
    private final List<Interval> intervals = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final Map<Integer, Integer> temporaries = new HashMap<>();
    private final KernelNames names = new KernelNames();
    private final List<Pending> pending = new ArrayList<>();

    /** A call of a step, by the step's number. */
    private record Pending(Call call, String layer, int step) {}

    private CudaTrainingPlanner(Program training) {
        graph = training.graph();
        arrays = new FlatArrays(training);
        calls = new TrainingCalls(arrays);
    }

    /** Plans a step of training. */
    public static CudaTraining plan(Program training) {
        return new CudaTrainingPlanner(training).plan();
    }

    private CudaTraining plan() {
        Liveness liveness = Liveness.of(graph);
        place(graph.input(), liveness);
        int input = place(graph.input());
        TensorShape image = graph.input().shape();
        if (image.channels() > 1 && image.pixels() > 1) {
            input = intervals.size();
            intervals.add(new Interval(image.elements(), Liveness.START, Liveness.START));
            temporaries.put(Liveness.START, input);
            CudaKernel toPixels = new CudaKernel.Transpose(image.channels(), image.pixels());
            Call call = new Call(toPixels, List.of(new Call.Temporary(), new Call.Tensor(graph.input())));
            add(call, "input", Liveness.START, "input: NCHW to NHWC");
        }
        int forward = 0;
        for (int step = 0; step < graph.nodes().size(); step++) {
            Node node = graph.nodes().get(step);
            lower(node, step, liveness);
            if (node.op() instanceof Op.SoftmaxCrossEntropy) {
                forward = pending.size();
            }
        }
        MemoryPlanner.Plan memory = MemoryPlanner.plan(intervals);
        List<CudaPlan.Launch> launches =
                pending.stream().map(p -> launch(p, memory.offsets())).toList();
        return new CudaTraining(
                memory.peak(),
                calls.fixedFloats(),
                names.all(),
                launches,
                forward,
                memory.offsets().get(input),
                memory.offsets().get(place(graph.output())),
                arrays.trained(),
                arrays.statistics());
    }

    private void lower(Node node, int step, Liveness liveness) {
        node.outputs().forEach(output -> place(output, liveness));
        long floats = TrainingCalls.temporary(node);
        if (floats > 0) {
            temporaries.put(step, intervals.size());
            intervals.add(new Interval(floats, step, step));
        }
        for (Call call : calls.of(node)) {
            add(
                    call,
                    node.name(),
                    step,
                    "%s: %s; %s"
                            .formatted(
                                    node.name(),
                                    OpText.describe(node.op()),
                                    node.input().shape()));
        }
    }

    private void add(Call call, String layer, int step, String text) {
        pending.add(new Pending(call, layer, step));
        names.use(call.kernel(), text);
    }

    private void place(Value value, Liveness liveness) {
        places.put(value.id(), intervals.size());
        intervals.add(new Interval(value.shape().elements(), liveness.first(value), liveness.last(value)));
    }

    private int place(Value value) {
        return places.getOrDefault(value.id(), -1);
    }

    private CudaPlan.Launch launch(Pending p, List<Long> offsets) {
        List<CudaPlan.Pointer> pointers = new ArrayList<>();
        for (Call.Operand operand : p.call().operands()) {
            pointers.add(
                    switch (operand) {
                        case Call.Tensor t -> new CudaPlan.Tensor(offsets.get(place(t.value())));
                        case Call.Temporary _ ->
                            new CudaPlan.Tensor(offsets.get(temporaries.getOrDefault(p.step(), -1)));
                        case Call.Slices _ -> FlatArrays.fixed(calls.sliceOffset());
                        case Call.Fixed f -> f.pointer();
                    });
        }
        return new CudaPlan.Launch(names.of(p.call().kernel()), p.layer(), pointers);
    }
}
