package castnet.processor.emit;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes the graph as declared, as JSON for tools that need more than its cost: exporters. An op is written as what its
 * record says, name and components, so that a new op is in the file without a line here.
 */
final class GraphEmitter {
    private GraphEmitter() {}

    static GeneratedFile json(Target target) {
        Graph graph = target.declared();
        StringBuilder out = new StringBuilder("{\n");
        out.append("  \"network\": %s,\n".formatted(Json.quote(target.network())));
        out.append("  \"input\": %s,\n".formatted(value(graph.input())));
        out.append("  \"output\": %d,\n".formatted(graph.output().id()));
        out.append("  \"nodes\": [");
        String separator = "\n";
        for (Node node : graph.nodes()) {
            out.append(separator).append("    ").append(node(node));
            separator = ",\n";
        }
        out.append("\n  ]\n}\n");
        return new GeneratedFile(
                GeneratedFile.Kind.RESOURCE, target.packageName(), target.className() + ".graph.json", out.toString());
    }

    private static String node(Node node) {
        return "{\"name\": %s, \"op\": %s, \"attributes\": %s, \"inputs\": %s, \"output\": %s, \"parameters\": %s}"
                .formatted(
                        Json.quote(node.name()),
                        Json.quote(node.op().getClass().getSimpleName()),
                        attributes(node.op()),
                        node.inputs().stream().map(Value::id).toList(),
                        value(node.output()),
                        parameters(node.parameters()));
    }

    private static String value(Value value) {
        TensorShape shape = value.shape();
        return "{\"id\": %d, \"shape\": [%d, %d, %d]}"
                .formatted(value.id(), shape.channels(), shape.height(), shape.width());
    }

    private static String parameters(List<Parameter> parameters) {
        StringJoiner all = new StringJoiner(", ", "{", "}");
        parameters.forEach(p ->
                all.add("\"%s\": %s".formatted(p.role().name().toLowerCase(Locale.ROOT), Json.quote(p.key()))));
        return all.toString();
    }

    private static String attributes(Record of) {
        StringJoiner all = new StringJoiner(", ", "{", "}");
        for (RecordComponent component : of.getClass().getRecordComponents()) {
            String text = attribute(read(of, component));
            if (text != null) {
                all.add("\"%s\": %s".formatted(component.getName(), text));
            }
        }
        return all.toString();
    }

    private static String attributes(Op op) {
        return op instanceof Record components ? attributes(components) : "{}";
    }

    private static @Nullable String attribute(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Record inner -> attributes(inner);
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> Json.quote(value.toString());
        };
    }

    private static @Nullable Object read(Record of, RecordComponent component) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("an op's components are public", e);
        }
    }
}
