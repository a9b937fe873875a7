package castnet;

/** Activation functions, with PyTorch's definitions. */
public enum Function {
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6,
    /** x for x ≥ 0, alpha·x below; alpha is 0.01 unless given. */
    LEAKY_RELU,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** Hyperbolic tangent. */
    TANH,
    /** x · sigmoid(x), also called swish. */
    SILU,
    /** x · Φ(x) with the exact normal distribution function. */
    GELU,
    /** min(max(x + 3, 0), 6) / 6. */
    HARD_SIGMOID,
    /** x · hardSigmoid(x). */
    HARD_SWISH,
    /** x for x ≥ 0, alpha·(eˣ − 1) below; alpha is 1 unless given. */
    ELU,
    /** ln(1 + eˣ). */
    SOFTPLUS,
    /** alpha·x; alpha must be given. */
    SCALE
}
