package castnet.processor.graph;

import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.List;

/** Builds a graph node by node; every value is typed from the start. Not thread-safe. */
public final class GraphBuilder {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final Value input;
    private int nextId;

    public GraphBuilder(String name, TensorShape input) {
        this.name = name;
        this.input = new Value(nextId++, "input", input);
    }

    /** The network's input. */
    public Value input() {
        return input;
    }

    /**
     * Appends a node.
     *
     * @throws IllegalArgumentException if {@link ShapeRules#check} has a problem with it: ask first
     */
    public Value add(String nodeName, Op.Forward op, List<Value> inputs, List<Parameter> parameters, Origin origin) {
        List<TensorShape> shapes = inputs.stream().map(Value::shape).toList();
        ShapeRules.check(op, shapes).ifPresent(problem -> {
            throw new IllegalArgumentException(nodeName + ": " + problem.text());
        });
        Value output = new Value(nextId++, nodeName, ShapeRules.output(op, shapes));
        nodes.add(new Node(nodeName, op, inputs, List.of(output), parameters, origin));
        return output;
    }

    /** The graph so far, with {@code output} as its result. */
    public Graph build(Value output) {
        return new Graph(name, input, nodes, output);
    }
}
