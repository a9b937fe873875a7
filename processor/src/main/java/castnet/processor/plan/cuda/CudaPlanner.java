package castnet.processor.plan.cuda;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.OpText;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.plan.ArrayField;
import castnet.processor.plan.Liveness;
import castnet.processor.plan.MemoryPlanner;
import castnet.processor.plan.MemoryPlanner.Interval;
import castnet.processor.plan.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a program's graph and weights to a plan for the GPU: the same passes, liveness and memory planner as on the CPU, dense
 * NHWC tensors without halos, nothing in place. Input and output are NCHW outside; where that differs, a transposition comes
 * first and last.
 */
public final class CudaPlanner {
    private final Graph graph;
    private final Arithmetic arithmetic;
    private final Map<String, ArrayField> fields = new HashMap<>();
    private final List<Interval> intervals = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final List<CudaPlan.Weight> weights = new ArrayList<>();
    private final KernelNames names = new KernelNames();
    private final List<Pending> pending = new ArrayList<>();

    /** A launch whose tensors are still numbers of intervals. */
    private record Pending(CudaKernel kernel, String layer, List<Integer> inputs, int weight, int output) {}

    private CudaPlanner(Program inference, Arithmetic arithmetic) {
        this.arithmetic = arithmetic;
        graph = inference.graph();
        for (ArrayField field : inference.fields()) {
            switch (field) {
                case ArrayField.PackedConvolution c -> fields.put(c.layer(), c);
                case ArrayField.FoldedNorm n -> fields.put(n.layer(), n);
                case ArrayField.Zeros _, ArrayField.Sized _ ->
                    throw new IllegalArgumentException("an inference program has no field like " + field.name());
            }
        }
    }

    /** Plans the inference of a network. */
    public static CudaPlan plan(Program inference, Arithmetic arithmetic) {
        return new CudaPlanner(inference, arithmetic).plan();
    }

    private CudaPlan plan() {
        Liveness liveness = Liveness.of(graph);
        int end = graph.nodes().size();
        place(graph.input(), liveness);
        graph.nodes().forEach(node -> place(node.output(), liveness));
        int input = outside(graph.input(), Liveness.START);
        if (input != place(graph.input())) {
            TensorShape s = graph.input().shape();
            CudaKernel toPixels = new CudaKernel.Transpose(s.channels(), s.pixels());
            launch(new Pending(toPixels, "input", List.of(input), -1, place(graph.input())), "input: NCHW to NHWC");
        }
        graph.nodes().forEach(this::launch);
        int output = outside(graph.output(), end);
        if (output != place(graph.output())) {
            TensorShape s = graph.output().shape();
            CudaKernel toChannels = new CudaKernel.Transpose(s.pixels(), s.channels());
            launch(
                    new Pending(toChannels, "output", List.of(place(graph.output())), -1, output),
                    "output: NHWC to NCHW");
        }
        MemoryPlanner.Plan memory = MemoryPlanner.plan(intervals);
        return new CudaPlan(
                memory.peak(),
                weights,
                names.all(),
                launches(memory.offsets()),
                memory.offsets().get(input),
                memory.offsets().get(output));
    }

    private void place(Value value, Liveness liveness) {
        int last = value.equals(graph.output()) ? graph.nodes().size() : liveness.last(value);
        places.put(value.id(), intervals.size());
        intervals.add(new Interval(value.shape().elements(), liveness.first(value), last));
    }

    private int place(Value value) {
        return places.getOrDefault(value.id(), -1);
    }

    /** The interval where a value lies as NCHW at a step: its own where there is no difference. */
    private int outside(Value value, int step) {
        if (value.shape().channels() == 1 || value.shape().pixels() == 1) {
            return place(value);
        }
        intervals.add(new Interval(value.shape().elements(), step, step));
        return intervals.size() - 1;
    }

    private void launch(Node node) {
        int weight = -1;
        ArrayField field = fields.get(node.name());
        if (field != null) {
            weight = weights.size();
            weights.add(CudaLowering.weight(node, field));
        }
        List<Integer> inputs = node.inputs().stream().map(this::place).toList();
        String text = "%s: %s; %s → %s"
                .formatted(
                        node.name(),
                        OpText.describe(node.op()),
                        node.input().shape(),
                        node.output().shape());
        launch(
                new Pending(
                        CudaLowering.kernel(node, true, arithmetic), node.name(), inputs, weight, place(node.output())),
                text);
    }

    private void launch(Pending launch, String text) {
        pending.add(launch);
        names.use(launch.kernel(), text);
    }

    private List<CudaPlan.Launch> launches(List<Long> offsets) {
        List<CudaPlan.Launch> launches = new ArrayList<>();
        for (Pending p : pending) {
            List<CudaPlan.Pointer> pointers = new ArrayList<>();
            p.inputs().forEach(i -> pointers.add(new CudaPlan.Tensor(offsets.get(i))));
            if (p.weight() >= 0) {
                pointers.add(1, new CudaPlan.WeightIndex(p.weight()));
            }
            pointers.add(new CudaPlan.Tensor(offsets.get(p.output())));
            CudaPlan.Named kernel = names.of(p.kernel());
            if (kernel == null
                    || pointers.size() != kernel.kernel().parameters().size()) {
                throw new IllegalStateException(p.layer() + ": the kernel " + p.kernel() + " gets " + pointers);
            }
            launches.add(new CudaPlan.Launch(kernel, p.layer(), pointers));
        }
        return launches;
    }
}
