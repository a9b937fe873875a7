package castnet.processor.expression;

/** An expression cannot be read or has no value. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    ExpressionException(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }
}
