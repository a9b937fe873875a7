package castnet.processor.emit;

import castnet.processor.graph.TensorShape;
import castnet.processor.plan.Program;
import castnet.processor.plan.Step;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes {@code CompiledX}: inference, and nested in it training and the factory. */
public final class NetworkEmitter {
    private final Target target;
    private final ClassName self;
    private final GeometryConstants constants = new GeometryConstants();
    private final Names names = new Names(Set.of("forward", "step", "pack", "backward"));

    private NetworkEmitter(Target target) {
        this.target = target;
        this.self = ClassName.get(target.packageName(), target.className());
    }

    /** The class, its summaries and its graph. */
    public static List<GeneratedFile> emit(Target target) {
        String text = new NetworkEmitter(target).source();
        return List.of(
                new GeneratedFile(GeneratedFile.Kind.SOURCE, target.packageName(), target.className(), text),
                SummaryEmitter.text(target),
                SummaryEmitter.json(target),
                GraphEmitter.json(target));
    }

    /** The page with the network's picture. */
    public static GeneratedFile report(Target target) {
        return ReportEmitter.html(target);
    }

    /** The table of what the network costs. */
    public static String summary(Target target) {
        return SummaryEmitter.text(target).text();
    }

    private String source() {
        Program program = target.plan().inference();
        PackedFields fields = new PackedFields(program.fields(), constants);
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addJavadoc(
                        "{@code $L} for one image, and its training: $L → $L.\n",
                        target.declaration(),
                        target.declared().input().shape(),
                        target.declared().output().shape())
                .addAnnotation(Types.generated())
                .addModifiers(Modifier.FINAL)
                .superclass(Types.COMPILED_NETWORK);
        if (target.isPublic()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        if (!target.wiring().isEmpty()) {
            type.addAnnotation(WiringEmitter.annotation(target.wiring()));
        }
        Spelling spelling = new Spelling(Spelling.Dialect.INFERENCE, constants, fields.spelled());
        TypeSpec.Builder steps = TypeSpec.classBuilder(self);
        StepMethods methods = new StepMethods(Spelling.Dialect.INFERENCE, spelling, names);
        List<String> called = methods.add(steps, "forward", program.forward(), StepMethods.Parameters.INFERENCE);
        methods.addChoice(steps, "step", called);
        FieldSpec layout = FieldSpec.builder(
                        Types.PROGRAM, "PROGRAM", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(program(program))
                .build();
        Program training = target.plan().training();
        if (training != null) {
            type.addType(new TrainingEmitter(training, constants).type());
        }
        // Only now are all constants known.
        type.addField(info())
                .addFields(constants.fields())
                .addField(names(program.forward()))
                .addField(layout)
                .addFields(fields.declarations());
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Types.WEIGHTS, "weights")
                .addStatement("super(INFO, PROGRAM, weights)")
                .addCode(fields.assignments())
                .build());
        FactoryMethods factory = new FactoryMethods(target, self);
        factory.addTo(type);
        type.addMethods(steps.build().methodSpecs());
        type.addMethods(fields.methods());
        type.addMethods(ParameterListEmitter.methods(target.declared().parameters()));
        type.addType(factory.factory());
        return print(target.packageName(), type.build());
    }

    /** Arguments of the runtime's record of a program. */
    private CodeBlock program(Program program) {
        return CodeBlock.of(
                "new $T($L, $L, $L, $L, $L, $L, $L)",
                Types.PROGRAM,
                constants.nameOf(program.input()),
                program.inputOffset(),
                constants.nameOf(program.output()),
                program.outputOffset(),
                program.memory().arenaFloats(),
                program.memory().scratchFloats(),
                "STEPS");
    }

    /** One constant, however many there are: a list of literals would be code that runs. */
    private static FieldSpec names(List<Step> steps) {
        String lines = steps.stream().map(step -> step.name() + "\n").collect(Collectors.joining());
        return FieldSpec.builder(Types.STRINGS, "STEPS", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("\"\"\"\n$>$>$L\"\"\".lines().toList()$<$<", lines)
                .build();
    }

    private FieldSpec info() {
        return FieldSpec.builder(Types.NETWORK_INFO, "INFO", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Name, shapes, parameters and cost.\n")
                .initializer(
                        "new $T($S, $S, $L, $L, parameters(), $LL)",
                        Types.NETWORK_INFO,
                        target.declaration(),
                        self.reflectionName(),
                        shape(target.declared().input().shape()),
                        shape(target.declared().output().shape()),
                        target.plan().summary().macs())
                .build();
    }

    private static CodeBlock shape(TensorShape shape) {
        return CodeBlock.of("new $T($L, $L, $L)", Types.IMAGE_SHAPE, shape.channels(), shape.height(), shape.width());
    }

    /** A source file as users see it. */
    static String print(String packageName, TypeSpec type) {
        StringBuilder text = new StringBuilder();
        try {
            JavaFile.builder(packageName, type)
                    .indent("    ")
                    .skipJavaLangImports(true)
                    .build()
                    .writeTo(text);
        } catch (IOException e) {
            throw new IllegalStateException("a StringBuilder does not fail", e);
        }
        return text.toString();
    }
}
