package castnet.runtime.kernel;

/**
 * What a convolution does with a finished sum before it stores it. {@code max} is {@link Math#max(float, float)}: a NaN stays.
 */
enum Epilogue {
    /** {@code y = b + sum}. */
    BIAS(false, Float.NaN),
    /** {@code y = max(0, b + sum)}. */
    BIAS_RELU(false, 0),
    /** {@code y = b + sum + r}. */
    BIAS_ADD(true, Float.NaN),
    /** {@code y = max(0, b + sum + r)}. */
    BIAS_ADD_RELU(true, 0);

    /** Whether a residual is added. */
    final boolean adds;

    /** What is not greater than this becomes 0: 0, or NaN, to which nothing compares, where nothing does. */
    final float threshold;

    Epilogue(boolean adds, float threshold) {
        this.adds = adds;
        this.threshold = threshold;
    }
}
