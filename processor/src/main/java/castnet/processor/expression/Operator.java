package castnet.processor.expression;

import castnet.processor.expression.Expression.Type;

/** Java's operators on int and boolean. */
public enum Operator {
    CHOOSE("?", Type.BOOLEAN, Type.INT),
    OR("||", Type.BOOLEAN, Type.BOOLEAN),
    AND("&&", Type.BOOLEAN, Type.BOOLEAN),
    NOT("!", Type.BOOLEAN, Type.BOOLEAN),
    EQUAL("==", Type.INT, Type.BOOLEAN),
    NOT_EQUAL("!=", Type.INT, Type.BOOLEAN),
    LESS_EQUAL("<=", Type.INT, Type.BOOLEAN),
    GREATER_EQUAL(">=", Type.INT, Type.BOOLEAN),
    LESS("<", Type.INT, Type.BOOLEAN),
    GREATER(">", Type.INT, Type.BOOLEAN),
    PLUS("+", Type.INT, Type.INT),
    MINUS("-", Type.INT, Type.INT),
    NEGATE("-", Type.INT, Type.INT),
    TIMES("*", Type.INT, Type.INT),
    DIVIDE("/", Type.INT, Type.INT),
    REMAINDER("%", Type.INT, Type.INT),
    MIN("min", Type.INT, Type.INT),
    MAX("max", Type.INT, Type.INT);

    private final String symbol;
    private final Type operand;
    private final Type result;

    Operator(String symbol, Type operand, Type result) {
        this.symbol = symbol;
        this.operand = operand;
        this.result = result;
    }

    String symbol() {
        return symbol;
    }

    /** Type of the operands; {@code ==} and {@code !=} also compare booleans, {@code ?} chooses between any of one type. */
    Type operand() {
        return operand;
    }

    Type result() {
        return result;
    }

    /** The value for two operands; {@link #NEGATE} takes its operand from 0. */
    int apply(int left, int right) throws ExpressionException {
        if (right == 0 && (this == DIVIDE || this == REMAINDER)) {
            throw new ExpressionException("division by zero: %d %s 0".formatted(left, symbol));
        }
        long value = switch (this) {
            case EQUAL -> left == right ? 1 : 0;
            case NOT_EQUAL -> left != right ? 1 : 0;
            case LESS -> left < right ? 1 : 0;
            case LESS_EQUAL -> left <= right ? 1 : 0;
            case GREATER -> left > right ? 1 : 0;
            case GREATER_EQUAL -> left >= right ? 1 : 0;
            case PLUS -> (long) left + right;
            case MINUS, NEGATE -> (long) left - right;
            case TIMES -> (long) left * right;
            case DIVIDE -> (long) left / right;
            case REMAINDER -> left % right;
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
            case CHOOSE, OR, AND, NOT -> throw new IllegalStateException(symbol + " does not look at all operands");
        };
        if (value != (int) value) {
            throw new ExpressionException("%d %s %d is beyond an int".formatted(left, symbol, right));
        }
        return (int) value;
    }
}
