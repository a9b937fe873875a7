package castnet.processor.emit;

import castnet.processor.plan.Argument;
import castnet.processor.plan.KernelCall;
import com.palantir.javapoet.CodeBlock;
import java.util.Map;

/** How the plan's calls and arguments are written in Java. */
final class Spelling {
    /** In which kind of program a call stands. */
    enum Dialect {
        INFERENCE,
        TRAINING
    }

    private final Dialect dialect;
    private final GeometryConstants constants;
    private final Map<String, CodeBlock> fields;

    /** @param fields how an array is reached, by its name in the plan */
    Spelling(Dialect dialect, GeometryConstants constants, Map<String, CodeBlock> fields) {
        this.dialect = dialect;
        this.constants = constants;
        this.fields = Map.copyOf(fields);
    }

    /** {@code ConvRows3.biasRelu(…)}, without the semicolon. */
    CodeBlock call(KernelCall call) {
        return CodeBlock.of(
                "$T.$L($L)", Types.kernel(call.kernel().type()), call.kernel().method(), arguments(call.arguments()));
    }

    /** The arguments, separated by commas. */
    CodeBlock arguments(Iterable<Argument> arguments) {
        CodeBlock.Builder code = CodeBlock.builder();
        String separator = "";
        for (Argument argument : arguments) {
            code.add(separator).add(argument(argument));
            separator = ", ";
        }
        return code.build();
    }

    private CodeBlock argument(Argument argument) {
        return switch (argument) {
            case Argument.Shape shape -> CodeBlock.of("$L", constants.nameOf(shape.geometry()));
            case Argument.Tensor tensor -> tensor(tensor.offset());
            case Argument.Field field -> field(field.name());
            case Argument.Parameters p ->
                CodeBlock.of(dialect == Dialect.TRAINING ? "p, $L" : "parameters, $L", p.offset());
            case Argument.Gradients g -> CodeBlock.of("s.gradients(), $L", g.offset());
            case Argument.Buffers b -> CodeBlock.of("s.buffers(), $L", b.offset());
            case Argument.StepInput input -> CodeBlock.of("s.$L()", input.accessor());
            case Argument.Images ignored -> CodeBlock.of(dialect == Dialect.TRAINING ? "n" : "1");
            case Argument.WorkerSlice ignored -> CodeBlock.of("w");
            case Argument.Literal literal -> literal(literal.value());
            case Argument.EnumConstant constant ->
                CodeBlock.of("$T.$L", Types.kernel(constant.enumClass()), constant.name());
        };
    }

    private CodeBlock tensor(int offset) {
        if (dialect == Dialect.INFERENCE || offset == 0) {
            return CodeBlock.of("a, $L", offset);
        }
        return CodeBlock.of("a, $L * n", offset);
    }

    private CodeBlock field(String name) {
        CodeBlock code = fields.get(name);
        if (code == null) {
            throw new IllegalStateException("the plan has no field " + name);
        }
        return code;
    }

    private static CodeBlock literal(Object value) {
        return switch (value) {
            case Float f when f.isNaN() -> CodeBlock.of("$T.NaN", Float.class);
            case Float f -> CodeBlock.of("$Lf", f);
            case Double d -> CodeBlock.of("$L", d);
            case Long l -> CodeBlock.of("$LL", l);
            case Integer i -> CodeBlock.of("$L", i);
            case Boolean b -> CodeBlock.of("$L", b);
            case String s -> CodeBlock.of("$S", s);
            default -> throw new IllegalStateException("no literal for " + value.getClass());
        };
    }
}
