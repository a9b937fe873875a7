package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.plan.Buffers.Buffer;
import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.processor.plan.MemoryPlanner.Interval;
import castnet.processor.plan.Step.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From a graph after all passes to memory and steps, in the order of the graph. */
final class ProgramPlanner {
    /** The longest array that a JVM is sure to give. */
    static final long MOST_FLOATS = Integer.MAX_VALUE - 8L;

    private final Graph graph;
    private final Buffers buffers;
    private final List<Buffer> all;
    private final List<Long> temporaryFloats;
    private final List<Interval> intervals = new ArrayList<>();
    private final MemoryPlanner.Plan memory;

    private ProgramPlanner(Graph graph, boolean training) {
        this.graph = graph;
        buffers = Buffers.of(graph, Liveness.of(graph));
        all = buffers.all();
        temporaryFloats =
                graph.nodes().stream().map(n -> training ? temporary(n) : 0L).toList();
        all.forEach(b -> intervals.add(new Interval(b.layout().imageFloats(), b.first(), b.last())));
        for (int step = 0; step < temporaryFloats.size(); step++) {
            if (temporaryFloats.get(step) > 0) {
                intervals.add(new Interval(temporaryFloats.get(step), step, step));
            }
        }
        memory = MemoryPlanner.plan(intervals);
    }

    /** The program of one image. */
    static ProgramResult inference(Graph graph, KernelSelector kernels) {
        ProgramPlanner planner = new ProgramPlanner(graph, false);
        if (planner.memory.peak() > MOST_FLOATS) {
            return planner.tooLarge("inference on one image");
        }
        Arena arena = planner.arena();
        InferenceLowering lowering = new InferenceLowering(arena, kernels);
        List<Step> steps = planner.steps(arena, lowering);
        return planner.program(arena, lowering, steps, steps.size(), TrainingArrays.NONE);
    }

    /**
     * The program of a batch.
     *
     * @param arrays the network's parameters and running statistics
     */
    static ProgramResult training(Graph graph, TrainingArrays arrays, KernelSelector kernels) {
        ProgramPlanner planner = new ProgramPlanner(graph, true);
        if (planner.memory.peak() > MOST_FLOATS) {
            return planner.tooLarge("training on one image");
        }
        Arena arena = planner.arena();
        TrainingLowering lowering = new TrainingLowering(arena, graph, arrays, kernels);
        List<Step> steps = planner.steps(arena, lowering);
        int loss = 0;
        while (!(graph.nodes().get(loss).op() instanceof Op.SoftmaxCrossEntropy)) {
            loss++;
        }
        return planner.program(arena, lowering, steps, loss + 1, arrays);
    }

    private ProgramResult tooLarge(String what) {
        return new ProgramResult.TooLarge("%s needs an arena of %s floats, more than the %s of a Java array"
                .formatted(what, OpText.count(memory.peak()), OpText.count(MOST_FLOATS)));
    }

    /** Partial sums of batch norms, per image; twice two doubles for each channel, see the runtime's BatchNorm. */
    private static long temporary(Node node) {
        return switch (node.op()) {
            case Op.BatchNorm _, Op.BatchNormGradient _ ->
                4L * LayoutSpec.roundUp(node.input().shape().channels());
            case Op.Forward _, Op.Training _ -> 0;
        };
    }

    private Arena arena() {
        Map<Buffer, Integer> offsets = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            offsets.put(all.get(i), Math.toIntExact(memory.offsets().get(i)));
        }
        Map<Integer, Integer> temporaries = new HashMap<>();
        for (int i = all.size(); i < intervals.size(); i++) {
            temporaries.put(
                    intervals.get(i).first(), Math.toIntExact(memory.offsets().get(i)));
        }
        return new Arena(buffers, offsets, temporaries);
    }

    private List<Step> steps(Arena arena, Lowering lowering) {
        List<Node> nodes = graph.nodes();
        List<Boolean> barrierBefore = Barriers.before(nodes, arena, temporaryFloats);
        Map<Integer, List<Buffer>> clears = clears();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<Stage> stages = new ArrayList<>(lowering.stages(nodes.get(i), i));
            for (Buffer buffer : clears.getOrDefault(i, List.of())) {
                stages.add(new Stage(clear(arena, buffer), false));
            }
            // The trainer has a barrier between forward, which ends with the loss, and backward.
            boolean last = i + 1 == nodes.size() || nodes.get(i).op() instanceof Op.SoftmaxCrossEntropy;
            boolean barrier = !last && barrierBefore.get(i + 1);
            steps.add(new Step(nodes.get(i).name(), StepComment.of(nodes.get(i), stages), stages, barrier));
        }
        return steps;
    }

    private static KernelCall clear(Arena arena, Buffer buffer) {
        return new CallBuilder(arena, "Halo", "clear")
                .shape(buffer.layout())
                .add(new Argument.Tensor(arena.offsets().getOrDefault(buffer, 0)))
                .overImages();
    }

    /**
     * By step, the buffers whose halo may hold something else when the step begins: another buffer lies over it, and not in
     * exactly the same way. The network's input is cleared by who writes it.
     */
    private Map<Integer, List<Buffer>> clears() {
        Map<Integer, List<Buffer>> clears = new HashMap<>();
        for (int i = 1; i < all.size(); i++) {
            Buffer buffer = all.get(i);
            if (!buffer.layout().halo().isNone() && isDisturbed(i)) {
                clears.computeIfAbsent(buffer.first(), step -> new ArrayList<>())
                        .add(buffer);
            }
        }
        return clears;
    }

    private boolean isDisturbed(int index) {
        long from = memory.offsets().get(index);
        long to = from + intervals.get(index).floats();
        for (int i = 0; i < intervals.size(); i++) {
            long otherFrom = memory.offsets().get(i);
            boolean overlaps =
                    otherFrom < to && from < otherFrom + intervals.get(i).floats();
            if (i != index && overlaps && !(otherFrom == from && sameInterior(i, index))) {
                return true;
            }
        }
        return false;
    }

    private boolean sameInterior(int other, int index) {
        if (other >= all.size() || other == 0) {
            return false;
        }
        LayoutSpec a = all.get(other).layout();
        LayoutSpec b = all.get(index).layout();
        return a.height() == b.height()
                && a.width() == b.width()
                && a.channelStride() == b.channelStride()
                && a.halo().equals(b.halo());
    }

    private ProgramResult program(
            Arena arena, Lowering lowering, List<Step> steps, int forward, TrainingArrays arrays) {
        if (lowering.scratchFloats() > MOST_FLOATS) {
            return new ProgramResult.TooLarge("scratch memory of %s floats is more than a Java array holds"
                    .formatted(OpText.count(lowering.scratchFloats())));
        }
        Program.Memory figures = new Program.Memory(
                (int) memory.peak(), memory.lowerBound(), memory.sum(), (int) lowering.scratchFloats());
        return new ProgramResult.Fits(new Program(
                graph,
                arena.layout(graph.input()),
                arena.offset(graph.input()),
                arena.layout(graph.output()),
                arena.offset(graph.output()),
                lowering.fields(),
                lowering.pack(),
                steps.subList(0, forward),
                steps.subList(forward, steps.size()),
                arrays.trained(),
                arrays.buffers(),
                figures));
    }
}
