package castnet.processor.expression;

import java.util.List;
import java.util.Map;

/** An expression that was read: its types are right, its names are known. */
public sealed interface Expression {
    /** The type of its value. */
    ValueType type();

    /**
     * Its value; of a boolean, 1 for true and 0 for false.
     *
     * @param values of the names
     * @throws ExpressionException for a division by zero or a result beyond an int
     */
    int value(Map<String, Integer> values) throws ExpressionException;

    /** A number or a truth value. */
    record Constant(ValueType type, int value) implements Expression {
        @Override
        public int value(Map<String, Integer> values) {
            return value;
        }
    }

    /** A name. */
    record Name(ValueType type, String name) implements Expression {
        @Override
        public int value(Map<String, Integer> values) {
            return values.getOrDefault(name, 0);
        }
    }

    /** An operator with its operands; those that decide nothing are not looked at, as in Java. */
    record Operation(Operator operator, List<Expression> operands) implements Expression {
        public Operation {
            operands = List.copyOf(operands);
        }

        @Override
        public ValueType type() {
            return operator == Operator.CHOOSE ? operands.get(1).type() : operator.result();
        }

        @Override
        public int value(Map<String, Integer> values) throws ExpressionException {
            int first = operands.getFirst().value(values);
            return switch (operator) {
                case CHOOSE -> operands.get(first != 0 ? 1 : 2).value(values);
                case AND -> first == 0 ? 0 : operands.get(1).value(values);
                case OR -> first != 0 ? 1 : operands.get(1).value(values);
                case NOT -> 1 - first;
                case NEGATE -> operator.apply(0, first);
                default -> operator.apply(first, operands.get(1).value(values));
            };
        }
    }
}
