package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Convolution of several groups, of any sizes: for each block of {@value Layout#CHANNEL_BLOCK} output channels, the input
 * channels of the groups that it touches are copied into patches (as in {@link ConvPatches}) and multiplied with block-diagonal
 * weights, zero where an output channel does not read an input channel.
 *
 * <p>Parameters of all four: {@code x, xo} input and base offset of image 0, {@code weights} from {@link #pack}, {@code bias}
 * padded to {@link Layout#roundUp} of the output channels, {@code r, ro, rl} residual, its base offset and layout,
 * {@code y, yo} output, of which only the interior is written (padding channels included), {@code n} images, {@code w} the slice.
 */
public final class ConvGrouped {

    private ConvGrouped() {}

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
        return GroupedPack.packedFloats(s);
    }

    /** Packs OIHW weights that begin at {@code offset}. */
    public static float[] pack(ConvShape s, float[] oihw, int offset) {
        float[] packed = new float[packedFloats(s)];
        pack(s, oihw, offset, packed, Worker.alone(0));
        return packed;
    }

    /** Packs this worker's slice of OIHW weights that begin at {@code offset}. */
    public static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        GroupedPack.pack(s, oihw, offset, packed, w);
    }

    /** {@code 96 * (kernelHeight * kernelWidth * width + 16)}, with the width of {@code docs/kernels.md}. */
    public static int scratchFloats(ConvShape s) {
        return Patches.floats(s, GroupedPack.width(s));
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
        Patches.checkScratch(w, scratchFloats(s), "ConvGrouped");
        int[] at = w.offsets();
        int pixels = n * s.out().pixels();
        int tiles = PixelTiles.count(pixels);
        int blocks = Layout.roundUp(s.out().channels()) / Layout.CHANNEL_BLOCK;
        boolean byBlocks = DenseLoop.splitOverChannels(tiles, blocks, w.parts());
        int end = byBlocks ? pixels : Math.min(pixels, w.to(tiles) * PixelTiles.TILE);
        int firstBlock = byBlocks ? w.from(blocks) : 0;
        int endBlock = byBlocks ? w.to(blocks) : blocks;
        int width = GroupedPack.width(s);
        int run = s.kernelHeight() * s.kernelWidth() * width;
        int panels = Layout.CHANNEL_BLOCK / Lanes.PANEL;
        for (int p = byBlocks ? 0 : w.from(tiles) * PixelTiles.TILE; p < end; p += PixelTiles.BLOCK) {
            int to = Math.min(end, p + PixelTiles.BLOCK);
            for (int block = firstBlock; block < endBlock; block++) {
                PixelTiles.fill(at, s, xo, rl, ro, yo, p, to);
                Patches.gather(s, x, GroupedPack.firstChannel(s, block), width, at, to - p, w.scratch());
                int panel = block * panels;
                DenseLoop.gemm(e, w.scratch(), at, to - p, run, weights, 0, bias, r, y, panel, panel + panels);
            }
        }
    }
}
