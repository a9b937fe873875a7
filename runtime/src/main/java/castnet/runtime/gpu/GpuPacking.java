package castnet.runtime.gpu;

import castnet.runtime.weights.FoldedConv;
import castnet.runtime.weights.FoldedNorm;

/** Weights in the order of the GPU's kernels; called by generated code. */
public final class GpuPacking {
    private GpuPacking() {}

    /**
     * A convolution: {@code [tap][input][output]}, so that neighbours in a warp read neighbours, then the bias.
     *
     * @param outputs channels of the output
     * @param inputs channels of the input per group
     * @param taps cells of the window
     */
    public static float[] convolution(FoldedConv conv, int outputs, int inputs, int taps) {
        float[] weight = conv.weight();
        float[] packed = new float[weight.length + outputs];
        int from = 0;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int tap = 0; tap < taps; tap++) {
                    packed[(tap * inputs + i) * outputs + o] = weight[from++];
                }
            }
        }
        System.arraycopy(conv.paddedBias(), 0, packed, weight.length, outputs);
        return packed;
    }

    /** A batch norm: scales, then shifts. */
    public static float[] norm(FoldedNorm norm, int channels) {
        float[] packed = new float[2 * channels];
        System.arraycopy(norm.scale(), 0, packed, 0, channels);
        System.arraycopy(norm.shift(), 0, packed, channels, channels);
        return packed;
    }
}
