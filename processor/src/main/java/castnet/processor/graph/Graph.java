package castnet.processor.graph;

import java.util.List;

/**
 * A network as a list of nodes in an order in which they can be computed.
 *
 * @param name simple name of the network
 * @param input the image
 * @param nodes each reads the input or outputs of nodes before it
 * @param output the network's result; in a training graph the logits
 */
public record Graph(String name, Value input, List<Node> nodes, Value output) {
    public Graph {
        nodes = List.copyOf(nodes);
    }

    /** All parameters in the order of their nodes, each once. */
    public List<Parameter> parameters() {
        return nodes.stream().flatMap(n -> n.parameters().stream()).distinct().toList();
    }

    /** Nodes that read a value. */
    public List<Node> consumers(Value value) {
        return nodes.stream().filter(n -> n.inputs().contains(value)).toList();
    }
}
