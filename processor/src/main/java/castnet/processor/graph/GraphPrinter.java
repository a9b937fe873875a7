package castnet.processor.graph;

import java.util.stream.Collectors;

/** A graph as text: one line per node, the same for the same graph. */
public final class GraphPrinter {
    private GraphPrinter() {}

    /** All lines. */
    public static String print(Graph graph) {
        StringBuilder text = new StringBuilder()
                .append("graph ")
                .append(graph.name())
                .append('(')
                .append(graph.input())
                .append(") -> %")
                .append(graph.output().id())
                .append('\n');
        graph.nodes().forEach(node -> text.append("  ").append(print(node)).append('\n'));
        return text.toString();
    }

    /** One node: outputs, op, inputs, name, parameters. */
    public static String print(Node node) {
        String outputs =
                node.outputs().stream().map(v -> "%" + v.id() + ":" + v.shape()).collect(Collectors.joining(", "));
        String inputs = node.inputs().stream().map(v -> "%" + v.id()).collect(Collectors.joining(", "));
        String parameters = node.parameters().stream().map(Parameter::key).collect(Collectors.joining(", "));
        return "%s = %s(%s) \"%s\"%s"
                .formatted(
                        outputs.isEmpty() ? "()" : outputs,
                        OpText.describe(node.op()),
                        inputs,
                        node.name(),
                        parameters.isEmpty() ? "" : " {" + parameters + "}");
    }
}
