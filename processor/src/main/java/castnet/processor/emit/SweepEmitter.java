package castnet.processor.emit;

import castnet.processor.plan.Summary;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes {@code XSweep}, the index of the networks of a sweep. */
public final class SweepEmitter {
    private SweepEmitter() {}

    /**
     * One network of the sweep.
     *
     * @param className simple name of its class, e.g. {@code CompiledNetConv1x1Projection}
     * @param values the value of each axis by name, in the order of the axes
     */
    public record Point(String className, Map<String, String> values) {}

    /**
     * Any point of the sweep, as a row of the table.
     *
     * @param name of the network at that point, e.g. {@code NetConv1x1Projection}
     * @param values the value of each axis by name, in the order of the axes
     * @param emitted whether there is a class
     * @param memory bytes of one inference, and of one image of a training batch
     */
    public record Row(
            String name,
            Map<String, String> values,
            boolean emitted,
            long parameters,
            long macs,
            long inferenceMacs,
            long memory,
            long trainingMemory) {
        /** The row of a point. */
        public static Row of(Target target, Map<String, String> values, boolean emitted) {
            Summary s = target.plan().summary();
            return new Row(
                    target.network(),
                    values,
                    emitted,
                    s.parameters(),
                    s.macs(),
                    s.inferenceMacs(),
                    s.memory().inference() * Float.BYTES,
                    s.memory().training() * Float.BYTES);
        }

        private String json() {
            String axes = values.entrySet().stream()
                    .map(v -> "\"%s\": \"%s\"".formatted(v.getKey(), v.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            return "{\"name\": \"%s\", \"values\": %s, \"emitted\": %s, \"parameters\": %d, \"macs\": %d, \"inferenceMacs\": %d, \"memory\": %d, \"trainingMemory\": %d}"
                    .formatted(name, axes, emitted, parameters, macs, inferenceMacs, memory, trainingMemory);
        }
    }

    /** The table of all points, {@code <Network>Sweep.json}: what {@code castnet search} reads. */
    public static GeneratedFile table(String packageName, String network, String declaration, List<Row> rows) {
        String text = rows.stream()
                .map(Row::json)
                .collect(Collectors.joining(
                        ",\n    ",
                        "{\n  \"network\": \"%s\",\n  \"declaration\": \"%s\",\n  \"points\": [\n    "
                                .formatted(network, declaration),
                        "\n  ]\n}\n"));
        return new GeneratedFile(GeneratedFile.Kind.RESOURCE, packageName, network + "Sweep.json", text);
    }

    /** The index of the sweep of {@code network}. */
    public static GeneratedFile emit(String packageName, String network, boolean isPublic, List<Point> points) {
        ParameterizedTypeName list = ParameterizedTypeName.get(ClassName.get(List.class), Types.SWEEP_POINT);
        CodeBlock.Builder value =
                CodeBlock.builder().add("return $T.of(\n", List.class).indent();
        for (int i = 0; i < points.size(); i++) {
            value.add(point(packageName, points.get(i))).add(i + 1 < points.size() ? ",\n" : "");
        }
        String name = network + "Sweep";
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("The networks of the sweep that {@code $L} declares.\n", network)
                .addAnnotation(Types.generated())
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(MethodSpec.methodBuilder("points")
                        .addJavadoc("All of them, in the order of the sweep's axes.\n")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(list)
                        .addCode(value.add(");\n").unindent().build())
                        .build());
        if (isPublic) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return new GeneratedFile(
                GeneratedFile.Kind.SOURCE, packageName, name, NetworkEmitter.print(packageName, type.build()));
    }

    private static CodeBlock point(String packageName, Point point) {
        CodeBlock.Builder values = CodeBlock.builder();
        String separator = "";
        for (Map.Entry<String, String> value : point.values().entrySet()) {
            values.add(separator + "$S, $S", value.getKey(), value.getValue());
            separator = ", ";
        }
        return CodeBlock.of(
                "new $T($T.of($L), new $T())",
                Types.SWEEP_POINT,
                Map.class,
                values.build(),
                ClassName.get(packageName, point.className(), "Factory"));
    }
}
