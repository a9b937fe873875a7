package castnet.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who produces and who reads each value of a graph, found once. */
public final class GraphIndex {
    private final Graph graph;
    private final Map<Integer, Node> producers = new HashMap<>();
    private final Map<Integer, List<Node>> readers = new HashMap<>();

    public GraphIndex(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            node.outputs().forEach(v -> producers.put(v.id(), node));
            node.inputs()
                    .forEach(v -> readers.computeIfAbsent(v.id(), id -> new ArrayList<>())
                            .add(node));
        }
    }

    /** The node that computes a value; empty for the network's input. */
    public Optional<Node> producer(Value value) {
        return Optional.ofNullable(producers.get(value.id()));
    }

    /** Nodes that read a value, in order, each as often as it reads it. */
    public List<Node> readers(Value value) {
        return readers.getOrDefault(value.id(), List.of());
    }

    /** The node that alone reads a value, once; empty if there are others or the value is the network's result. */
    public Optional<Node> onlyReader(Value value) {
        List<Node> all = readers(value);
        return all.size() == 1 && !isResult(value) ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** Whether a value is the network's result. */
    public boolean isResult(Value value) {
        return value.id() == graph.output().id();
    }
}
