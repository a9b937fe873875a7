package castnet.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Map;
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
