package castnet.processor.plan;

import castnet.processor.graph.Node;
import castnet.processor.graph.Value;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * After which steps the team must meet: where the next step reads what another worker may still be writing, or writes what
 * another may still be reading, since the last meeting. Parameters' gradients are written by one step each and read by none.
 */
final class Barriers {
    private final Arena arena;
    private final List<Range> written = new ArrayList<>();
    private final List<Range> read = new ArrayList<>();

    private record Range(long from, long to) {
        boolean overlaps(Range other) {
            return from < other.to && other.from < to;
        }
    }

    private Barriers(Arena arena) {
        this.arena = arena;
    }

    /** For each node, whether the team meets before it. */
    static List<Boolean> before(List<Node> nodes, Arena arena, List<Long> temporaryFloats) {
        Barriers barriers = new Barriers(arena);
        List<Boolean> before = new ArrayList<>();
        for (int step = 0; step < nodes.size(); step++) {
            before.add(barriers.enter(nodes.get(step), step, temporaryFloats.get(step)));
        }
        return before;
    }

    private boolean enter(Node node, int step, long temporaryFloats) {
        List<Range> reads = node.inputs().stream().map(this::range).toList();
        List<Range> writes =
                new ArrayList<>(node.outputs().stream().map(this::range).toList());
        if (temporaryFloats > 0) {
            long from = arena.temporary(step);
            writes.add(new Range(from, from + temporaryFloats));
        }
        boolean meet = conflict(reads, written) || conflict(writes, written) || conflict(writes, read);
        if (meet) {
            written.clear();
            read.clear();
        }
        read.addAll(reads);
        written.addAll(writes);
        return meet;
    }

    private Range range(Value value) {
        LayoutSpec layout = arena.layout(value);
        return new Range(arena.offset(value), arena.offset(value) + layout.imageFloats());
    }

    private static boolean conflict(List<Range> some, List<Range> others) {
        return some.stream().anyMatch(a -> others.stream().anyMatch(a::overlaps));
    }
}
