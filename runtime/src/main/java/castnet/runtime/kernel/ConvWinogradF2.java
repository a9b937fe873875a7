package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * 3×3 convolution of stride 1, dilation 1, one group by Winograd's F(2×2, 3×3): 4/9 of the multiplications with less than half
 * the weights of {@link ConvWinogradF4}, and errors below those of the direct sum ({@code docs/accuracy.md}). The output has at
 * least 2×2 pixels, the input a channel stride that is a multiple of {@value Layout#CHANNEL_BLOCK}. What is not finite spreads
 * over a tile of 2×2 pixels.
 *
 * <p>Parameters of all four: {@code x, xo} input and base offset of image 0, {@code weights} from {@link #pack}, {@code bias}
 * padded to {@link Layout#roundUp} of the output channels, {@code r, ro, rl} residual, its base offset and layout,
 * {@code y, yo} output, of which only the interior is written (padding channels included), {@code n} images, {@code w} the slice.
 */
public final class ConvWinogradF2 {

    private ConvWinogradF2() {}

    /** {@code y = convolution + bias}. */
    public static void bias(
            ConvShape s, float[] x, int xo, float[] weights, float[] bias, float[] y, int yo, int n, Worker w) {
        WinogradLoop.run(WinogradForm.F2, Epilogue.BIAS, s, x, xo, weights, bias, y, yo, s.out(), y, yo, n, w);
    }

    /** {@code y = max(0, convolution + bias)}. */
    public static void biasRelu(
            ConvShape s, float[] x, int xo, float[] weights, float[] bias, float[] y, int yo, int n, Worker w) {
        WinogradLoop.run(WinogradForm.F2, Epilogue.BIAS_RELU, s, x, xo, weights, bias, y, yo, s.out(), y, yo, n, w);
    }

    /** {@code y = convolution + bias + r}. {@code r} may be {@code y} with the same offset and layout. */
    public static void biasAdd(
            ConvShape s,
            float[] x,
            int xo,
            float[] weights,
            float[] bias,
            float[] r,
            int ro,
            Layout rl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        WinogradLoop.run(WinogradForm.F2, Epilogue.BIAS_ADD, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
    }

    /** {@code y = max(0, convolution + bias + r)}. {@code r} may be {@code y} with the same offset and layout. */
    public static void biasAddRelu(
            ConvShape s,
            float[] x,
            int xo,
            float[] weights,
            float[] bias,
            float[] r,
            int ro,
            Layout rl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        WinogradLoop.run(WinogradForm.F2, Epilogue.BIAS_ADD_RELU, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
    }

    /** Floats of the packed weights. */
    public static int packedFloats(ConvShape s) {
        return WinogradPack.packedFloats(WinogradForm.F2, s);
    }

    /** Packs OIHW weights that begin at {@code offset}. */
    public static float[] pack(ConvShape s, float[] oihw, int offset) {
        return WinogradPack.pack(WinogradForm.F2, s, oihw, offset);
    }

    /** Packs this worker's slice of OIHW weights that begin at {@code offset}. */
    public static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        WinogradPack.pack(WinogradForm.F2, s, oihw, offset, packed, w);
    }

    /**
     * {@code 16 * (tiles * (channelStride + 16) + 16) + 4 * (segment * 2 + 2) * channelStride} with the input's channel stride,
     * {@code tiles = clamp(147456 / (16 * channelStride), 6, 72)} and
     * {@code segment = max(1, (32768 / (4 * channelStride) - 2) / 2)}.
     */
    public static int scratchFloats(ConvShape s) {
        return WinogradLoop.scratchFloats(WinogradForm.F2, s);
    }
}
