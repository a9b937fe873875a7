package castnet.processor.emit;

import castnet.processor.plan.ArrayField;
import castnet.processor.plan.Program;
import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes the nested class {@code Training}: packing, forward and backward over a batch. */
final class TrainingEmitter {
    private final Program program;
    private final GeometryConstants constants;
    private final Names names = new Names(Set.of("forward", "backward", "pack", "program"));
    private final Map<String, CodeBlock> spelled = new HashMap<>();

    TrainingEmitter(Program program, GeometryConstants constants) {
        this.program = program;
        this.constants = constants;
        program.fields().forEach(field -> spelled.put(field.name(), CodeBlock.of("$L", field.name())));
    }

    TypeSpec type() {
        Spelling spelling = new Spelling(Spelling.Dialect.TRAINING, constants, spelled);
        TypeSpec.Builder type = TypeSpec.classBuilder("Training")
                .addJavadoc("Forward and backward over a batch of n images; offsets in the arena are per image.\n")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .superclass(Types.TRAINING_PROGRAM);
        type.addField(
                FieldSpec.builder(Types.PROGRAM, "TRAINING_PROGRAM", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer(
                                "new $T($L, $L, $L, $L, $L, $L)",
                                Types.PROGRAM,
                                constants.nameOf(program.input()),
                                program.inputOffset(),
                                constants.nameOf(program.output()),
                                program.outputOffset(),
                                program.memory().arenaFloats(),
                                program.memory().scratchFloats())
                        .build());
        fields(type, spelling);
        StepMethods methods = new StepMethods(Spelling.Dialect.TRAINING, spelling, names);
        methods.add(type, "pack", program.pack(), StepMethods.Parameters.PACK);
        methods.add(type, "forward", program.forward(), StepMethods.Parameters.STEP);
        methods.add(type, "backward", program.backward(), StepMethods.Parameters.STEP);
        return type.build();
    }

    // A network of 152 layers has several hundred arrays: too many for one constructor to stay a small method. They are
    // final where they are few.
    private void fields(TypeSpec.Builder type, Spelling spelling) {
        List<List<ArrayField>> chunks = MethodPartition.chunks(program.fields(), MethodPartition.FIELDS);
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addStatement("super(TRAINING_PROGRAM)");
        if (chunks.size() == 1) {
            for (ArrayField field : program.fields()) {
                type.addField(field(field)
                        .addModifiers(Modifier.FINAL)
                        .initializer(value(field, spelling))
                        .build());
            }
            type.addMethod(constructor.build());
            return;
        }
        type.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                .addMember("value", "$S", "NullAway.Init")
                .build());
        program.fields().forEach(field -> type.addField(field(field).build()));
        for (int i = 0; i < chunks.size(); i++) {
            constructor.addStatement("$L()", "allocate" + (i + 1));
        }
        type.addMethod(constructor.build());
        for (int i = 0; i < chunks.size(); i++) {
            MethodSpec.Builder allocate =
                    MethodSpec.methodBuilder(names.fresh("allocate" + (i + 1))).addModifiers(Modifier.PRIVATE);
            for (ArrayField field : chunks.get(i)) {
                allocate.addStatement("$L = $L", field.name(), value(field, spelling));
            }
            type.addMethod(allocate.build());
        }
    }

    private static FieldSpec.Builder field(ArrayField field) {
        return FieldSpec.builder(Types.FLOATS, field.name(), Modifier.PRIVATE);
    }

    private static CodeBlock value(ArrayField field, Spelling spelling) {
        return switch (field) {
            case ArrayField.Zeros zeros -> CodeBlock.of("new float[$L]", zeros.length());
            case ArrayField.Sized sized ->
                CodeBlock.of(
                        "new float[$T.$L($L)]",
                        Types.kernel(sized.kernelType()),
                        sized.method(),
                        spelling.arguments(sized.arguments()));
            case ArrayField.PackedConvolution conv -> throw unexpected(conv);
            case ArrayField.FoldedNorm norm -> throw unexpected(norm);
        };
    }

    private static IllegalStateException unexpected(ArrayField field) {
        return new IllegalStateException("a training program has no field like " + field.name());
    }
}
