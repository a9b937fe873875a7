package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Depthwise convolution: every channel has its own kernel ({@code groups == in.channels == out.channels}). Vectors run along
 * channels; the 3×3 kernel keeps its weights in registers along a row of pixels. The input's channel stride must be a multiple
 * of {@value Layout#CHANNEL_BLOCK}.
 *
 * <p>Parameters of all four: {@code x, xo} input and base offset of image 0, {@code weights} from {@link #pack}, {@code bias}
 * padded to {@link Layout#roundUp} of the output channels, {@code r, ro, rl} residual, its base offset and layout,
 * {@code y, yo} output, of which only the interior is written (padding channels included), {@code n} images, {@code w} the slice.
 */
public final class ConvDepthwise {

    private ConvDepthwise() {}

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
        return s.kernelHeight() * s.kernelWidth() * Layout.roundUp(s.out().channels());
    }

    /** Packs weights {@code [channel][1][kh][kw]} that begin at {@code offset} into {@code [kh][kw][channel]}. */
    public static float[] pack(ConvShape s, float[] oihw, int offset) {
        float[] packed = new float[packedFloats(s)];
        pack(s, oihw, offset, packed, Worker.alone(0));
        return packed;
    }

    /** Packs this worker's slice of weights that begin at {@code offset}. */
    public static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int channels = s.out().channels();
        int stride = Layout.roundUp(channels);
        for (int tap = w.from(taps); tap < w.to(taps); tap++) {
            for (int c = 0; c < stride; c++) {
                packed[tap * stride + c] = c < channels ? oihw[offset + c * taps + tap] : 0f;
            }
        }
    }

    /** None needed. */
    public static int scratchFloats(ConvShape s) {
        return 0;
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
        ConvPack.require(
                s.groups() == s.in().channels() && s.groups() == s.out().channels(),
                "ConvDepthwise computes as many groups as input and output channels",
                s);
        ConvPack.require(
                s.in().channelStride() % Layout.CHANNEL_BLOCK == 0,
                "ConvDepthwise reads whole vectors: channelStride must be a multiple of 16 (else use ConvGrouped)",
                s);
        if (s.kernelHeight() == 3 && s.kernelWidth() == 3) {
            rows(e, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
        } else {
            tiles(e, s, x, xo, weights, bias, r, ro, rl, y, yo, n, w);
        }
    }

    /** 3×3: a row of the output and a vector of channels at a time. */
    private static void rows(
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
        Layout in = s.in();
        Layout out = s.out();
        int stride = Layout.roundUp(out.channels());
        int vectors = stride / Lanes.LANES;
        int items = n * out.height() * vectors;
        int tapStep = s.dilationWidth() * in.channelStride();
        int rowStep = s.dilationHeight() * in.rowStride();
        int xStep = s.strideWidth() * in.channelStride();
        for (int item = w.from(items); item < w.to(items); item++) {
            int c = item % vectors * Lanes.LANES;
            int row = item / vectors % out.height();
            int image = item / vectors / out.height();
            int input =
                    xo + image * in.imageStride() + in.offset(row * s.strideHeight() - s.padTop(), -s.padLeft()) + c;
            int output = yo + image * out.imageStride() + out.offset(row, 0) + c;
            int residual = ro + image * rl.imageStride() + rl.offset(row, 0) + c;
            DepthwiseRow3x3.row(
                    e,
                    x,
                    input,
                    rowStep,
                    tapStep,
                    xStep,
                    weights,
                    stride,
                    bias,
                    c,
                    r,
                    residual,
                    rl.channelStride(),
                    y,
                    output,
                    out.channelStride(),
                    out.width());
        }
    }

    /** Any kernel: six pixels and a vector of channels at a time. */
    private static void tiles(
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
        int stride = Layout.roundUp(s.out().channels());
        int vectors = stride / Lanes.LANES;
        int pixels = n * s.out().pixels();
        int tiles = PixelTiles.count(pixels);
        boolean byVectors = DenseLoop.splitOverChannels(tiles, vectors, w.parts());
        int end = byVectors ? pixels : Math.min(pixels, w.to(tiles) * PixelTiles.TILE);
        int firstVector = byVectors ? w.from(vectors) : 0;
        int endVector = byVectors ? w.to(vectors) : vectors;
        int taps = s.kernelHeight() * s.kernelWidth();
        int rowStep = s.dilationHeight() * s.in().rowStride();
        int tapStep = s.dilationWidth() * s.in().channelStride();
        int[] at = w.offsets();
        for (int p = byVectors ? 0 : w.from(tiles) * PixelTiles.TILE; p < end; p += PixelTiles.BLOCK) {
            int count = Math.min(end - p, PixelTiles.BLOCK);
            PixelTiles.fill(at, s, xo, rl, ro, yo, p, p + count);
            int endTile = PixelTiles.count(count) * PixelTiles.ENTRY;
            for (int v = firstVector; v < endVector; v++) {
                int c = v * Lanes.LANES;
                for (int t = 0; t < endTile; t += PixelTiles.ENTRY) {
                    DepthwiseTile6.tile(
                            e, x, at, t, taps, s.kernelWidth(), rowStep, tapStep, weights, stride, bias, r, y, c);
                }
            }
        }
    }
}
