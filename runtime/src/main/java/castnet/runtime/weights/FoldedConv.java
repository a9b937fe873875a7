package castnet.runtime.weights;

import castnet.runtime.memory.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weight and bias of a convolution or a fully connected layer for inference, with the batch norm behind it folded in, in
 * double: {@code w' = w·γ/√(σ²+ε)}, {@code b' = (b-μ)·γ/√(σ²+ε) + β}.
 */
public final class FoldedConv {
    private final int channels;
    private final float[] weight;
    private final float[] paddedBias;

    private FoldedConv(int channels, float[] weight, float[] paddedBias) {
        this.channels = channels;
        this.weight = weight;
        this.paddedBias = paddedBias;
    }

    /**
     * Folds a layer.
     *
     * @param weightKey key of the weight, output channels first
     * @param biasKey key of the bias, null without one
     * @param normPrefix what stands before {@code .weight}, {@code .bias}, {@code .running_mean}, {@code .running_var} of the
     *     batch norm, null without one
     * @param epsilon of the batch norm
     * @throws WeightsException if an array is missing or has another number of channels
     */
    public static FoldedConv of(
            Weights weights, String weightKey, @Nullable String biasKey, @Nullable String normPrefix, double epsilon) {
        float[] weight = weights.values(weightKey);
        int channels = weights.shape(weightKey).getFirst();
        float[] bias = new float[Layout.roundUp(channels)];
        if (biasKey != null) {
            ChannelArrays.copy(weights, biasKey, channels, bias);
        }
        if (normPrefix != null) {
            fold(weight, bias, FoldedNorm.Affine.of(weights, normPrefix, channels, epsilon));
        }
        return new FoldedConv(channels, weight, bias);
    }

    /**
     * The convolution that does what {@code first}, a 1×1, and then this one do, multiplied in double: {@code W·W₁} and
     * {@code W·b₁ + b}. Neither is changed.
     *
     * @throws WeightsException if this one does not read as many channels as {@code first} makes
     */
    public FoldedConv after(FoldedConv first) {
        int between = first.channels;
        if (weight.length != channels * between) {
            throw new WeightsException(
                    "a 1×1 convolution of %d weights and %d outputs cannot follow one with %d outputs"
                            .formatted(weight.length, channels, between));
        }
        int in = first.weight.length / between;
        float[] product = new float[channels * in];
        float[] bias = new float[paddedBias.length];
        double[] row = new double[in];
        for (int o = 0; o < channels; o++) {
            Arrays.fill(row, 0);
            double shift = paddedBias[o];
            for (int k = 0; k < between; k++) {
                double factor = weight[o * between + k];
                shift += factor * first.paddedBias[k];
                for (int i = 0; i < in; i++) {
                    row[i] += factor * first.weight[k * in + i];
                }
            }
            for (int i = 0; i < in; i++) {
                product[o * in + i] = (float) row[i];
            }
            bias[o] = (float) shift;
        }
        return new FoldedConv(channels, product, bias);
    }

    /** The weight in the order of the file (OIHW); the caller's to keep. */
    public float[] weight() {
        return weight;
    }

    /** The bias, zeros behind it up to a multiple of {@value Layout#CHANNEL_BLOCK}; the caller's to keep. */
    public float[] paddedBias() {
        return paddedBias;
    }

    private static void fold(float[] weight, float[] bias, FoldedNorm.Affine norm) {
        int channels = norm.scale().length;
        int perChannel = weight.length / channels;
        for (int o = 0; o < channels; o++) {
            double scale = norm.scale()[o];
            for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
                weight[i] = (float) (weight[i] * scale);
            }
            bias[o] = (float) (bias[o] * scale + norm.shift()[o]);
        }
    }
}
