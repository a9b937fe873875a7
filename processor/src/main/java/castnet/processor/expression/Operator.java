package castnet.processor.expression;

/** Java's operators on int and boolean. */
public enum Operator {
    CHOOSE("?", ValueType.BOOLEAN, ValueType.INT),
    OR("||", ValueType.BOOLEAN, ValueType.BOOLEAN),
    AND("&&", ValueType.BOOLEAN, ValueType.BOOLEAN),
    NOT("!", ValueType.BOOLEAN, ValueType.BOOLEAN),
    EQUAL("==", ValueType.INT, ValueType.BOOLEAN),
    NOT_EQUAL("!=", ValueType.INT, ValueType.BOOLEAN),
    LESS_EQUAL("<=", ValueType.INT, ValueType.BOOLEAN),
    GREATER_EQUAL(">=", ValueType.INT, ValueType.BOOLEAN),
    LESS("<", ValueType.INT, ValueType.BOOLEAN),
    GREATER(">", ValueType.INT, ValueType.BOOLEAN),
    PLUS("+", ValueType.INT, ValueType.INT),
    MINUS("-", ValueType.INT, ValueType.INT),
    NEGATE("-", ValueType.INT, ValueType.INT),
    TIMES("*", ValueType.INT, ValueType.INT),
    DIVIDE("/", ValueType.INT, ValueType.INT),
    REMAINDER("%", ValueType.INT, ValueType.INT),
    MIN("min", ValueType.INT, ValueType.INT),
    MAX("max", ValueType.INT, ValueType.INT);

    private final String symbol;
    private final ValueType operand;
    private final ValueType result;

    Operator(String symbol, ValueType operand, ValueType result) {
        this.symbol = symbol;
        this.operand = operand;
        this.result = result;
    }

    String symbol() {
        return symbol;
    }

    /** ValueType of the operands; {@code ==} and {@code !=} also compare booleans, {@code ?} chooses between any of one type. */
    ValueType operand() {
        return operand;
    }

    ValueType result() {
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
