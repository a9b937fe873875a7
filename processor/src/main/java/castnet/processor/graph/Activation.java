package castnet.processor.graph;

/** An activation function; alpha is the slope of LEAKY_RELU, the scale of ELU and the factor of SCALE, 0 elsewhere. */
public record Activation(Kind kind, double alpha) {
    public static final Activation RELU = new Activation(Kind.RELU, 0);

    /** Whether the derivative follows from the function's value alone, so that training need not keep its argument. */
    public boolean gradientFromOutput() {
        return switch (kind) {
            case RELU, RELU6, SIGMOID, TANH, SCALE -> true;
            case LEAKY_RELU, ELU -> alpha >= 0;
            case SILU, GELU, HARD_SIGMOID, HARD_SWISH, SOFTPLUS -> false;
        };
    }

    /** The functions, with the names of the language and of the runtime. */
    public enum Kind {
        RELU,
        RELU6,
        LEAKY_RELU,
        SIGMOID,
        TANH,
        SILU,
        GELU,
        HARD_SIGMOID,
        HARD_SWISH,
        ELU,
        SOFTPLUS,
        SCALE
    }
}
