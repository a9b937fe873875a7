package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which values share one buffer because each is computed in place over the one before, and the layout that serves all of them:
 * the widest halo of any.
 */
final class Buffers {
    private final Graph graph;
    private final Liveness liveness;
    private final Map<Integer, Halo> halos;
    private final List<Buffer> all = new ArrayList<>();
    private final Map<Integer, Buffer> byValue = new HashMap<>();

    /** Memory that several values use one after the other. */
    static final class Buffer {
        private LayoutSpec layout;
        private final int first;
        private int last;
        private @Nullable Value now;

        private Buffer(LayoutSpec layout, int first) {
            this.layout = layout;
            this.first = first;
            this.last = first;
        }

        LayoutSpec layout() {
            return layout;
        }

        /** Step that writes the first value. */
        int first() {
            return first;
        }

        /** Last step that needs the last value. */
        int last() {
            return last;
        }
    }

    private Buffers(Graph graph, Liveness liveness) {
        this.graph = graph;
        this.liveness = liveness;
        this.halos = HaloNeeds.of(graph);
    }

    /** Decides on every value of a graph. */
    static Buffers of(Graph graph, Liveness liveness) {
        Buffers buffers = new Buffers(graph, liveness);
        Value input = graph.input();
        Halo halo = buffers.halo(input);
        buffers.start(
                input,
                onlyConvolved(graph) ? LayoutSpec.dense(input.shape(), halo) : LayoutSpec.blocked(input.shape(), halo));
        int step = 0;
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                buffers.place(node, i, step);
            }
            step++;
        }
        return buffers;
    }

    /** Convolutions read the few channels of an image one by one; all other kernels read whole blocks of channels. */
    private static boolean onlyConvolved(Graph graph) {
        return graph.consumers(graph.input()).stream()
                .allMatch(n -> n.input().equals(graph.input())
                        && (n.op() instanceof Op.Conv2d || n.op() instanceof Op.ConvWeightGradient)
                        && n.inputs().stream().skip(1).noneMatch(graph.input()::equals));
    }

    /** All buffers in the order of their first step. */
    List<Buffer> all() {
        return List.copyOf(all);
    }

    /** The buffer of a value. */
    Buffer of(Value value) {
        Buffer buffer = byValue.get(value.id());
        if (buffer == null) {
            throw new IllegalArgumentException("no buffer for " + value);
        }
        return buffer;
    }

    private void place(Node node, int output, int step) {
        Value value = node.outputs().get(output);
        LayoutSpec layout = LayoutSpec.blocked(value.shape(), halo(value));
        for (int candidate : InPlace.candidates(node, output)) {
            Value over = node.inputs().get(candidate);
            if (canTake(node, over, layout, step)) {
                take(value, of(over), layout);
                return;
            }
        }
        start(value, layout);
    }

    private boolean canTake(Node node, Value over, LayoutSpec layout, int step) {
        Buffer buffer = of(over);
        return over.equals(buffer.now)
                && over.id() != graph.input().id()
                && liveness.last(over) == step
                && over.id() != graph.output().id()
                && buffer.layout.canShare(layout)
                && !readElsewhere(node, over);
    }

    private static boolean readElsewhere(Node node, Value value) {
        for (int i = 0; i < node.inputs().size(); i++) {
            if (node.inputs().get(i).equals(value) && InPlace.readsElsewhere(node, i)) {
                return true;
            }
        }
        return false;
    }

    private void start(Value value, LayoutSpec layout) {
        Buffer buffer = new Buffer(layout, liveness.first(value));
        all.add(buffer);
        take(value, buffer, layout);
    }

    private void take(Value value, Buffer buffer, LayoutSpec layout) {
        buffer.layout = buffer.layout.withHalo(buffer.layout.halo().max(layout.halo()));
        buffer.last = Math.max(buffer.last, liveness.last(value));
        buffer.now = value;
        byValue.put(value.id(), buffer);
    }

    private Halo halo(Value value) {
        return halos.getOrDefault(value.id(), Halo.NONE);
    }
}
