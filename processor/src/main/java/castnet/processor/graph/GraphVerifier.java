package castnet.processor.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what every graph promises: values are defined once and before they are read, read as they were defined, shapes and
 * parameters are what the op says, names are unique.
 */
public final class GraphVerifier {
    private final Map<Integer, Value> defined = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Set<String> owned = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private GraphVerifier() {}

    /** What is wrong with a graph, one sentence each; empty if nothing is. */
    public static List<String> problems(Graph graph) {
        GraphVerifier verifier = new GraphVerifier();
        verifier.define("the graph", graph.input());
        graph.nodes().forEach(verifier::check);
        verifier.checkRead("the graph's output", graph.output());
        return List.copyOf(verifier.problems);
    }

    /**
     * Requires a graph to be sound.
     *
     * @param moment when it is checked, for the message, e.g. {@code after BatchNormFolding}
     * @throws IllegalStateException naming moment, graph and every problem
     */
    public static void verify(Graph graph, String moment) {
        List<String> problems = problems(graph);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "%s, graph %s is not sound: %s".formatted(moment, graph.name(), String.join("; ", problems)));
        }
    }

    private void check(Node node) {
        String who = "node " + node.name();
        if (!names.add(node.name())) {
            problems.add(who + ": a node of this name exists already");
        }
        boolean readable = true;
        for (Value input : node.inputs()) {
            readable &= checkRead(who, input);
        }
        node.outputs().forEach(v -> define(who, v));
        node.parameters().forEach(p -> checkParameter(who, node, p));
        if (readable) {
            checkShapes(who, node);
        }
    }

    private void define(String who, Value value) {
        Value before = defined.putIfAbsent(value.id(), value);
        if (before != null) {
            problems.add("%s defines %s, but %s has that number".formatted(who, value, before));
        }
    }

    private boolean checkRead(String who, Value value) {
        Value definition = defined.get(value.id());
        if (definition == null) {
            problems.add("%s reads %s before it is defined".formatted(who, value));
        } else if (!definition.equals(value)) {
            problems.add("%s reads %s, which is defined as %s".formatted(who, value, definition));
        }
        return value.equals(definition);
    }

    // Backward nodes name the parameters of their forward node again. Layers do not share parameters: each gradient has
    // one node
    // that fills it.
    private void checkParameter(String who, Node node, Parameter parameter) {
        Parameter before = parameters.putIfAbsent(parameter.key(), parameter);
        if (before != null && !before.equals(parameter)) {
            problems.add("%s has %s, which is %s elsewhere".formatted(who, parameter, before));
        }
        if (node.op() instanceof Op.Forward && !owned.add(parameter.key())) {
            problems.add("%s has %s, which another layer has already".formatted(who, parameter.key()));
        }
    }

    private void checkShapes(String who, Node node) {
        List<TensorShape> inputs = node.inputs().stream().map(Value::shape).toList();
        List<TensorShape> outputs = node.outputs().stream().map(Value::shape).toList();
        if (inputs.isEmpty()) {
            problems.add(who + " reads nothing");
            return;
        }
        List<String> ofInputs = switch (node.op()) {
            case Op.Forward forward ->
                ShapeRules.check(forward, inputs).map(p -> List.of(p.text())).orElse(List.of());
            case Op.Training training -> TrainingShapeRules.problems(training, inputs);
        };
        ofInputs.forEach(text -> problems.add(who + ": " + text));
        if (!ofInputs.isEmpty()) {
            return;
        }
        List<TensorShape> expected = switch (node.op()) {
            case Op.Forward forward -> List.of(ShapeRules.output(forward, inputs));
            case Op.Training training -> TrainingShapeRules.outputs(training, inputs);
        };
        if (!expected.equals(outputs)) {
            problems.add("%s: outputs of shape %s are expected, found %s".formatted(who, expected, outputs));
        }
        ParameterRules.problems(node).forEach(text -> problems.add(who + ": " + text));
    }
}
