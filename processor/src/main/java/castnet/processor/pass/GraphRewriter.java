package castnet.processor.pass;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a new graph while an old one is walked in order: nodes are kept, replaced or left out, and values that are gone are
 * read from what replaces them. Not thread-safe.
 */
public final class GraphRewriter {
    private final Graph before;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, Value> replaced = new HashMap<>();
    private int nextId;

    public GraphRewriter(Graph before) {
        this.before = before;
        int last = before.input().id();
        for (Node node : before.nodes()) {
            for (Value output : node.outputs()) {
                last = Math.max(last, output.id());
            }
        }
        nextId = last + 1;
    }

    /** A value that no node has yet. */
    public Value fresh(String name, TensorShape shape) {
        return new Value(nextId++, name, shape);
    }

    /** From now on {@code value} is read from {@code by}. */
    public void replace(Value value, Value by) {
        replaced.put(value.id(), current(by));
    }

    /** What stands for a value of the old graph. */
    public Value current(Value value) {
        return replaced.getOrDefault(value.id(), value);
    }

    /** Appends a node; its inputs may be values of the old graph. */
    public void emit(Node node) {
        List<Value> inputs = node.inputs().stream().map(this::current).toList();
        nodes.add(new Node(node.name(), node.op(), inputs, node.outputs(), node.parameters(), node.origin()));
    }

    /** The new graph; the old one itself if nothing changed. */
    public Graph build() {
        Value output = current(before.output());
        return nodes.equals(before.nodes()) && output.equals(before.output())
                ? before
                : new Graph(before.name(), before.input(), nodes, output);
    }
}
