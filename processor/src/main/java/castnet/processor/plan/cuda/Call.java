package castnet.processor.plan.cuda;

import castnet.processor.graph.Value;
import castnet.processor.plan.cuda.CudaKernel.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A launch before memory is planned: its tensors are values still. */
record Call(CudaKernel kernel, List<Operand> operands) {
    Call {
        operands = List.copyOf(operands);
    }

    /** What a parameter gets. */
    sealed interface Operand {}

    /** A value of the graph. */
    record Tensor(Value value) implements Operand {}

    /** The memory that a node needs only for itself. */
    record Temporary() implements Operand {}

    /** The slices of a weight's gradient. */
    record Slices() implements Operand {}

    /** Something whose place is known. */
    record Fixed(CudaPlan.Pointer pointer) implements Operand {}

    /** An argument of a template: a parameter of the kernel and what it gets, or neither. */
    record Argument(@Nullable Parameter parameter, @Nullable Operand operand) {
        static final Argument NONE = new Argument(null, null);
        static final Argument STEP =
                new Argument(new Parameter("const Step* __restrict__", "step"), new Fixed(CudaPlan.Given.STEP));

        static Argument read(String name, Value value) {
            return new Argument(Parameter.read(name), new Tensor(value));
        }

        static Argument read(String name, CudaPlan.Pointer pointer) {
            return new Argument(Parameter.read(name), new Fixed(pointer));
        }

        static Argument temporary(String name) {
            return new Argument(Parameter.read(name), new Temporary());
        }

        static Argument slices(String name) {
            return new Argument(Parameter.read(name), new Slices());
        }

        static Argument written(String name, Value value) {
            return new Argument(Parameter.written(name), new Tensor(value));
        }

        static Argument written(String name, CudaPlan.Pointer pointer) {
            return new Argument(Parameter.written(name), new Fixed(pointer));
        }

        /** The same, written. */
        Argument written() {
            return parameter == null ? this : new Argument(Parameter.written(parameter.name()), operand);
        }
    }

    /** Starts the call of a template; {@code of} tells its kernel from others of the same function. */
    static Builder of(String part, String function, String of) {
        return new Builder(part, function, function + "_" + of);
    }

    /** Collects what a template's kernel needs. */
    static final class Builder {
        private final String part;
        private final String function;
        private final String name;
        private final List<Template.Constant> constants = new ArrayList<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<Operand> operands = new ArrayList<>();

        private Builder(String part, String function, String name) {
            this.part = part;
            this.function = function;
            this.name = name;
        }

        Builder constants(Constants all) {
            constants.addAll(all.list());
            return this;
        }

        Builder arguments(Argument... all) {
            return arguments(Stream.of(all));
        }

        Builder arguments(Stream<Argument> all) {
            all.forEach(argument -> {
                Parameter parameter = argument.parameter();
                Operand operand = argument.operand();
                if (parameter == null || operand == null) {
                    arguments.add("nullptr");
                } else {
                    parameters.add(parameter);
                    arguments.add(parameter.name());
                    operands.add(operand);
                }
            });
            return this;
        }

        Call grid(Template.Grid grid) {
            return new Call(new Template(part, function, name, constants, parameters, arguments, grid), operands);
        }
    }
}
