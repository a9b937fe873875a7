package castnet.processor.emit;

import castnet.processor.graph.Initializer;
import castnet.processor.graph.Parameter;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the list of parameters: keys, shapes, roles and how they begin. */
final class ParameterListEmitter {
    private static final ParameterizedTypeName LIST =
            ParameterizedTypeName.get(ClassName.get(List.class), Types.PARAMETER_SPEC);

    private ParameterListEmitter() {}

    /** {@code parameters()} and the methods that it is cut into. */
    static List<MethodSpec> methods(List<Parameter> parameters) {
        List<MethodSpec> methods = new ArrayList<>();
        MethodSpec.Builder whole = MethodSpec.methodBuilder("parameters")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(LIST)
                .addStatement("$T specs = new $T<>($L)", LIST, ArrayList.class, parameters.size());
        List<List<Parameter>> chunks = MethodPartition.chunks(parameters, MethodPartition.SPECS);
        for (int i = 0; i < chunks.size(); i++) {
            String name = "parameters" + (i + 1);
            if (chunks.size() == 1) {
                chunks.getFirst().forEach(p -> whole.addStatement(add(p)));
            } else {
                whole.addStatement("$L(specs)", name);
                MethodSpec.Builder part = MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .addParameter(LIST, "specs");
                chunks.get(i).forEach(p -> part.addStatement(add(p)));
                methods.add(part.build());
            }
        }
        methods.addFirst(whole.addStatement("return specs").build());
        return methods;
    }

    private static CodeBlock add(Parameter p) {
        String shape = p.shape().stream().map(String::valueOf).collect(Collectors.joining(", "));
        CodeBlock head = CodeBlock.of(
                "specs.add(new $T($S, $T.of($L), $T.$L, $T.$L",
                Types.PARAMETER_SPEC,
                p.key(),
                List.class,
                shape,
                Types.ROLE,
                p.role(),
                Types.INIT,
                p.initializer());
        // The bias of a layer does not show how many inputs the layer has.
        boolean fanInMatters =
                p.initializer() == Initializer.TORCH_LINEAR && p.shape().size() == 1;
        CodeBlock.Builder code = head.toBuilder();
        return (fanInMatters ? code.add(", $L))", p.fanIn()) : code.add("))")).build();
    }
}
