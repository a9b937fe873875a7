package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * From which step to which each value is needed; step {@code i} is the graph's node {@code i}. The network's input is there
 * before step 0. Its result stays to the end, in training to the end of forward, when it is judged.
 */
public final class Liveness {
    /** The moment before the first step. */
    public static final int START = -1;

    private final Map<Integer, Integer> first = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();

    private Liveness() {}

    public static Liveness of(Graph graph) {
        Liveness liveness = new Liveness();
        liveness.first.put(graph.input().id(), START);
        int end = Math.max(START, graph.nodes().size() - 1);
        int step = 0;
        for (Node node : graph.nodes()) {
            for (Value input : node.inputs()) {
                liveness.last.put(input.id(), step);
            }
            for (Value output : node.outputs()) {
                liveness.first.put(output.id(), step);
            }
            if (node.op() instanceof Op.SoftmaxCrossEntropy) {
                end = step;
            }
            step++;
        }
        liveness.last.merge(graph.output().id(), end, Math::max);
        return liveness;
    }

    /** The step that computes a value. */
    public int first(Value value) {
        return first.getOrDefault(value.id(), START);
    }

    /** The last step that needs a value; the one that computes it if nobody reads it. */
    public int last(Value value) {
        return last.getOrDefault(value.id(), first(value));
    }
}
