package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Any convolution of one group: the input of {@value PixelTiles#BLOCK} output pixels at a time is copied into contiguous patches
 * in scratch memory (a small im2col), then multiplied. Fully connected layers over a whole map skip the copy.
 *
 * <p>Parameters of all four: {@code x, xo} input and base offset of image 0, {@code weights} from {@link #pack}, {@code bias}
 * padded to {@link Layout#roundUp} of the output channels, {@code r, ro, rl} residual, its base offset and layout,
 * {@code y, yo} output, of which only the interior is written (padding channels included), {@code n} images, {@code w} the slice.
 */
public final class ConvPatches {

    private ConvPatches() {}

    /** {@code y = convolution + bias}. */
    public static void bias(
            ConvShape s, float[] x, int xo, float[] weights, float[] bias, float[] y, int yo, int n, Worker w) {
        run(Epilogue.BIAS, s, x, xo, weights, bias, y, yo, s.out(), y, yo, n, w);
    }

    /** {@code y = max(0, convolution + bias)}. */
    public static void biasRelu(
            ConvShape s, float[] x, int xo, float[] weights, float[] bias, float[] y, int yo, int n, Worker w) {
        run(Epilogue.BIAS_RELU, s, x, xo, weights, bias, y, yo, s.out(), y, yo, n, w);
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
        run(Epilogue.BIAS_ADD, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
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
        run(Epilogue.BIAS_ADD_RELU, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
    }

    /** Floats of the packed weights. */
    public static int packedFloats(ConvShape s) {
        return ConvPack.packedFloats(s, Patches.width(s));
    }

    /** Packs OIHW weights that begin at {@code offset}. */
    public static float[] pack(ConvShape s, float[] oihw, int offset) {
        float[] packed = new float[packedFloats(s)];
        pack(s, oihw, offset, packed, Worker.alone(0));
        return packed;
    }

    /** Packs this worker's slice of OIHW weights that begin at {@code offset}. */
    public static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        ConvPack.pack(s, Patches.width(s), oihw, offset, packed, w);
    }

    /** {@code 96 * (kernelHeight * kernelWidth * width + 16)}, with the width of {@code docs/kernels.md}. */
    public static int scratchFloats(ConvShape s) {
        return Patches.floats(s, Patches.width(s));
    }

    private static void run(
            Epilogue e,
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
        ConvPack.require(s.groups() == 1, "ConvPatches computes convolutions of one group", s);
        Patches.checkScratch(w, scratchFloats(s), "ConvPatches");
        DenseLoop.run(DenseLoop.Reading.PATCHES, e, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
    }
}
