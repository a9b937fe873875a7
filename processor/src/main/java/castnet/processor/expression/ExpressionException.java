package castnet.processor.expression;

/** An expression cannot be read or has no value; the message says what and, in reading, where. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message, null, false, false);
    }
}
