package castnet.runtime.kernel;

/**
 * What a convolution does with a finished sum before it stores it. {@code max} is {@link Math#max(float, float)}: a NaN stays.
 */
enum Epilogue {
    /** {@code y = b + sum}. */
    BIAS,
    /** {@code y = max(0, b + sum)}. */
    BIAS_RELU,
    /** {@code y = b + sum + r}. */
    BIAS_ADD,
    /** {@code y = max(0, b + sum + r)}. */
    BIAS_ADD_RELU
}
