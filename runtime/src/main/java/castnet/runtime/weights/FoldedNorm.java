package castnet.runtime.weights;

import castnet.runtime.memory.Layout;

/**
 * A batch norm for inference that no convolution can take in, as {@code y = x·scale + shift}: {@code scale = γ/√(σ²+ε)},
 * {@code shift = β - μ·scale}, in double.
 */
public final class FoldedNorm {
    private final float[] scale;
    private final float[] shift;

    private FoldedNorm(float[] scale, float[] shift) {
        this.scale = scale;
        this.shift = shift;
    }

    /**
     * Folds a batch norm.
     *
     * @param normPrefix what stands before {@code .weight}, {@code .bias}, {@code .running_mean}, {@code .running_var}
     * @throws WeightsException if an array is missing, or they differ in length
     */
    public static FoldedNorm of(Weights weights, String normPrefix, double epsilon) {
        int channels = weights.shape(normPrefix + ".weight").getFirst();
        Affine affine = Affine.of(weights, normPrefix, channels, epsilon);
        return new FoldedNorm(padded(affine.scale()), padded(affine.shift()));
    }

    /** One factor per channel, zeros behind them up to a multiple of {@value Layout#CHANNEL_BLOCK}; the caller's to keep. */
    public float[] scale() {
        return scale;
    }

    /** One summand per channel, zeros behind them likewise; the caller's to keep. */
    public float[] shift() {
        return shift;
    }

    private static float[] padded(double[] values) {
        float[] padded = new float[Layout.roundUp(values.length)];
        for (int i = 0; i < values.length; i++) {
            padded[i] = (float) values[i];
        }
        return padded;
    }

    /** Scale and shift in double. */
    record Affine(double[] scale, double[] shift) {

        static Affine of(Weights weights, String prefix, int channels, double epsilon) {
            float[] gamma = ChannelArrays.of(weights, prefix + ".weight", channels);
            float[] beta = ChannelArrays.of(weights, prefix + ".bias", channels);
            float[] mean = ChannelArrays.of(weights, prefix + ".running_mean", channels);
            float[] variance = ChannelArrays.of(weights, prefix + ".running_var", channels);
            double[] scale = new double[channels];
            double[] shift = new double[channels];
            for (int c = 0; c < channels; c++) {
                double squared = variance[c] + epsilon;
                if (!(squared > 0)) {
                    throw new WeightsException(
                            "%s.running_var: element %d is %s; with epsilon %s that has no square root"
                                    .formatted(prefix, c, variance[c], epsilon));
                }
                scale[c] = gamma[c] / Math.sqrt(squared);
                shift[c] = beta[c] - mean[c] * scale[c];
            }
            return new Affine(scale, shift);
        }
    }
}
