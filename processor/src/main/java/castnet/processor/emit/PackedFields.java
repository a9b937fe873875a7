package castnet.processor.emit;

import castnet.processor.plan.ArrayField;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a network for inference: a final field per layer with what is packed for its kernel, and a static method
 * that packs it, so that the constructor stays short however many layers there are.
 */
final class PackedFields {
    /** The class's constants, and the parameters of methods that read the fields. */
    private final Names names = new Names(Set.of("INFO", "STEPS", "PROGRAM", "a", "w", "weights"));

    private final List<FieldSpec> declarations = new ArrayList<>();
    private final List<MethodSpec> methods = new ArrayList<>();
    private final CodeBlock.Builder assignments = CodeBlock.builder();
    private final Map<String, CodeBlock> spelled = new HashMap<>();

    PackedFields(List<ArrayField> fields, GeometryConstants constants) {
        for (ArrayField field : fields) {
            switch (field) {
                case ArrayField.PackedConvolution conv -> convolution(conv, constants);
                case ArrayField.FoldedNorm norm -> norm(norm);
                case ArrayField.Zeros zeros -> throw unexpected(zeros);
                case ArrayField.Sized sized -> throw unexpected(sized);
            }
        }
    }

    /** The fields. */
    List<FieldSpec> declarations() {
        return declarations;
    }

    /** The methods that pack. */
    List<MethodSpec> methods() {
        return methods;
    }

    /** The statements of the constructor. */
    CodeBlock assignments() {
        return assignments.build();
    }

    /** How an array of the plan is reached. */
    Map<String, CodeBlock> spelled() {
        return spelled;
    }

    private void convolution(ArrayField.PackedConvolution conv, GeometryConstants constants) {
        String field = names.fresh(conv.layer());
        CodeBlock folded = folded(conv);
        MethodSpec pack = MethodSpec.methodBuilder("pack_" + field)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Types.PACKED_CONV)
                .addParameter(Types.WEIGHTS, "weights")
                .addStatement("$T conv = $L", Types.FOLDED_CONV, folded)
                .addStatement(
                        "return new $T($T.pack($L, conv.weight(), 0), conv.paddedBias())",
                        Types.PACKED_CONV,
                        Types.kernel(conv.kernelType()),
                        constants.nameOf(conv.shape()))
                .build();
        declare(field, Types.PACKED_CONV);
        methods.add(pack);
        assignments.addStatement("$L = $N(weights)", field, pack);
        spelled.put(conv.name(), CodeBlock.of("$L.weights()", field));
        spelled.put(conv.biasName(), CodeBlock.of("$L.bias()", field));
    }

    /** Weight and bias of a convolution as an expression of {@code weights}. */
    static CodeBlock folded(ArrayField.PackedConvolution conv) {
        return conv.first() == null
                ? folded(conv.weight())
                : CodeBlock.of("$L\n.after($L)", folded(conv.weight()), folded(conv.first()));
    }

    private static CodeBlock folded(ArrayField.FoldedWeight weight) {
        return CodeBlock.of(
                "$T.of(weights, $S, $L, $L, $L)",
                Types.FOLDED_CONV,
                weight.weightKey(),
                quoted(weight.biasKey()),
                quoted(weight.normPrefix()),
                weight.epsilon());
    }

    private void norm(ArrayField.FoldedNorm norm) {
        String field = names.fresh(norm.layer());
        declare(field, Types.FOLDED_NORM);
        assignments.addStatement(
                "$L = $T.of(weights, $S, $L)", field, Types.FOLDED_NORM, norm.normPrefix(), norm.epsilon());
        spelled.put(norm.name(), CodeBlock.of("$L.scale()", field));
        spelled.put(norm.shiftName(), CodeBlock.of("$L.shift()", field));
    }

    private void declare(String field, TypeName type) {
        declarations.add(
                FieldSpec.builder(type, field, Modifier.PRIVATE, Modifier.FINAL).build());
    }

    private static CodeBlock quoted(@Nullable String text) {
        return text == null ? CodeBlock.of("null") : CodeBlock.of("$S", text);
    }

    private static IllegalStateException unexpected(ArrayField field) {
        return new IllegalStateException("an inference program has no field like " + field.name());
    }
}
