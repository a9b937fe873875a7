package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Gradients of a convolution, for any shape. With {@code dy} the gradient of the loss by its output:
 *
 * <pre>
 *   data    dx[q, c]       = sum over o and taps of  dy[p, o] * w[o, c, tap]   for all p that read q by that tap
 *   weight  dw[o, c, tap]  = sum over all pixels p of all images of  x[p + tap, c] * dy[p, o]
 *   bias    db[o]          = sum over all pixels p of all images of  dy[p, o]
 * </pre>
 *
 * <p>Each element has one owner and one order of summation, so that bits do not depend on the number of workers.
 */
public final class ConvGradient {

    private ConvGradient() {}

    /** Floats of the weights as {@link #data} reads them. */
    public static int packedDataFloats(ConvShape s, Layout dyl, Layout dxl) {
        if (DepthwiseGradient.applies(s)) {
            return ConvDepthwise.packedFloats(s);
        }
        return DataGradientDirect.applies(s, dyl)
                ? DataGradientDirect.packedFloats(s, dyl, dxl)
                : DataGradientColumns.packedFloats(s, dyl);
    }

    /** Packs this worker's slice of OIHW weights that begin at {@code offset}, for {@link #data}. */
    public static void packData(
            ConvShape s, Layout dyl, Layout dxl, float[] oihw, int offset, float[] packed, Worker w) {
        if (DepthwiseGradient.applies(s)) {
            ConvDepthwise.pack(s, oihw, offset, packed, w);
        } else if (DataGradientDirect.applies(s, dyl)) {
            DataGradientDirect.pack(s, dyl, dxl, oihw, offset, packed, w);
        } else {
            DataGradientColumns.pack(s, dyl, oihw, offset, packed, w);
        }
    }

    /**
     * Gradient by the input: of a depthwise convolution row by row; else a convolution of {@code dy} with flipped weights where
     * the stride is 1 and the halo of {@code dy} is wide enough; otherwise products per output pixel that are added where the
     * windows lie.
     *
     * @param s the forward convolution
     * @param packed from {@link #packData} with the same layouts
     * @param accumulate whether {@code dx} is added to, not overwritten
     */
    public static void data(
            ConvShape s,
            float[] dy,
            int dyo,
            Layout dyl,
            float[] packed,
            float[] dx,
            int dxo,
            Layout dxl,
            boolean accumulate,
            int n,
            Worker w) {
        if (DepthwiseGradient.applies(s)) {
            DepthwiseGradient.data(s, dy, dyo, dyl, packed, dx, dxo, dxl, accumulate, n, w);
        } else if (DataGradientDirect.applies(s, dyl)) {
            DataGradientDirect.run(s, dy, dyo, dyl, packed, dx, dxo, dxl, accumulate, n, w);
        } else {
            DataGradientColumns.run(s, dy, dyo, dyl, packed, dx, dxo, dxl, accumulate, n, w);
        }
    }

    /**
     * {@code 96 * (kernelHeight * kernelWidth * roundUp(max(in.channels, out.channels)) + 16)}: patches of {@code dy} or columns of
     * {@code dx}, whichever way is taken.
     */
    public static int dataScratchFloats(ConvShape s) {
        int channels = Layout.roundUp(Math.max(s.in().channels(), s.out().channels()));
        return PixelTiles.BLOCK * (s.kernelHeight() * s.kernelWidth() * channels + Layout.CHANNEL_BLOCK);
    }

    /**
     * Gradient by the weight, in OIHW order from {@code offset} on, overwritten.
     *
     * @param s the forward convolution
     * @param dyl layout of {@code dy}, whose halo may differ from that of the forward output
     */
    public static void weight(
            ConvShape s,
            float[] x,
            int xo,
            float[] dy,
            int dyo,
            Layout dyl,
            float[] gradient,
            int offset,
            int n,
            Worker w) {
        if (DepthwiseGradient.applies(s)) {
            DepthwiseGradient.weight(s, x, xo, dy, dyo, dyl, gradient, offset, n, w);
        } else {
            WeightGradient.run(s, x, xo, dy, dyo, dyl, gradient, offset, n, w);
        }
    }

    /**
     * {@code (rows + 96) * outputs + 592} with {@code outputs = groups == 1 ? roundUp(out.channels) : 16} and
     * {@code rows = clamp(131072 / outputs, 48, 576)} rounded down to a multiple of 6.
     */
    public static int weightScratchFloats(ConvShape s) {
        return WeightGradient.scratchFloats(s);
    }

    /** Gradient by the bias, {@code channels} values from {@code offset} on, overwritten. */
    public static void bias(
            Layout dyl, int channels, float[] dy, int dyo, float[] gradient, int offset, int n, Worker w) {
        BiasGradient.run(dyl, channels, dy, dyo, gradient, offset, n, w);
    }

    /** 32, which is always less than the weight gradient of the same layer needs. */
    public static int biasScratchFloats() {
        return BiasGradient.SCRATCH;
    }

    /** Copies the {@code channels} values of a bias into an array that is padded with zeros. */
    public static void packBias(int channels, float[] parameters, int offset, float[] padded, Worker w) {
        if (w.part() == 0) {
            System.arraycopy(parameters, offset, padded, 0, channels);
        }
    }
}
