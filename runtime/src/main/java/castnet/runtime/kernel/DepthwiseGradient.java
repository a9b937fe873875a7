package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Gradients of a depthwise convolution, whose channels do not mix: vectors run along channels, loops along rows of output
 * pixels.
 *
 * <pre>
 *   data     dx[q, c] = sum over taps of dy[p, c] * w[tap, c]          packed[tap][roundUp(channels)]
 *   weight   dw[tap, c] = sum over p of x[p + tap, c] * dy[p, c]       scratch[block][kernel row][kernelWidth][16]
 * </pre>
 *
 * <p>Work is split over blocks of 16 channels, for data of each image, for weights of each kernel row.
 */
final class DepthwiseGradient {
    private static final int BLOCK = Layout.CHANNEL_BLOCK;

    /** Taps whose sums share one pass over a row. */
    private static final int TAPS = 3;

    /** Sums of a pass over the pixels, within the scratch memory of any weight gradient. */
    private static final int SUMS = 8_192;

    private DepthwiseGradient() {}

    /** Whether the convolution is depthwise, and its input such that vectors along channels stay within a pixel. */
    static boolean applies(ConvShape s) {
        return s.groups() == s.in().channels()
                && s.groups() == s.out().channels()
                && s.in().channelStride() % BLOCK == 0;
    }

    static void data(
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
        int blocks = Layout.roundUp(s.in().channels()) / BLOCK;
        for (int i = w.from(n * blocks); i < w.to(n * blocks); i++) {
            int first = i % blocks * BLOCK;
            int to = dxo + i / blocks * dxl.imageStride() + first;
            int from = dyo + i / blocks * dyl.imageStride() + first;
            for (int row = 0; row < dxl.height() && !accumulate; row++) {
                clear(dx, to + dxl.offset(row, 0), dxl.channelStride(), dxl.width());
            }
            for (int row = 0; row < dyl.height(); row++) {
                for (int kh = 0; kh < s.kernelHeight(); kh++) {
                    int y = row * s.strideHeight() - s.padTop() + kh * s.dilationHeight();
                    if (y >= 0 && y < dxl.height()) {
                        dataRow(
                                s,
                                kh,
                                packed,
                                first,
                                dy,
                                from + dyl.offset(row, 0),
                                dyl,
                                dx,
                                to + dxl.offset(y, 0),
                                dxl);
                    }
                }
            }
        }
    }

    private static void clear(float[] dx, int at, int step, int width) {
        for (int x = 0; x < width; x++) {
            Arrays.fill(dx, at + x * step, at + x * step + BLOCK, 0f);
        }
    }

    /** Adds what one row of {@code dy} gives to one row of {@code dx}, tap by tap, where the tap lies inside. */
    private static void dataRow(
            ConvShape s,
            int kh,
            float[] packed,
            int first,
            float[] dy,
            int from,
            Layout dyl,
            float[] dx,
            int to,
            Layout dxl) {
        int padded = Layout.roundUp(s.in().channels());
        int ds = dyl.channelStride();
        int step = s.strideWidth() * dxl.channelStride();
        for (int kw = 0; kw < s.kernelWidth(); kw++) {
            int shift = kw * s.dilationWidth() - s.padLeft();
            int begin = Math.max(0, Math.ceilDiv(-shift, s.strideWidth()));
            int count = Math.min(dyl.width(), Math.floorDiv(dxl.width() - 1 - shift, s.strideWidth()) + 1) - begin;
            int target = to + (begin * s.strideWidth() + shift) * dxl.channelStride();
            int weight = (kh * s.kernelWidth() + kw) * padded + first;
            for (int c = 0; c < BLOCK; c += LANES) {
                addProduct(packed, weight + c, dy, from + begin * ds + c, ds, dx, target + c, step, count);
            }
        }
    }

    private static void addProduct(
            float[] weights, int weight, float[] dy, int from, int ds, float[] dx, int to, int step, int count) {
        FloatVector factor = FloatVector.fromArray(SPECIES, weights, weight);
        for (int i = 0; i < count; i++) {
            FloatVector old = FloatVector.fromArray(SPECIES, dx, to + i * step);
            FloatVector.fromArray(SPECIES, dy, from + i * ds).fma(factor, old).intoArray(dx, to + i * step);
        }
    }

    static void weight(
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
        int items = Layout.roundUp(s.out().channels()) / BLOCK * s.kernelHeight();
        int end = w.to(items);
        int most = Math.max(1, SUMS / (s.kernelWidth() * BLOCK));
        for (int from = w.from(items); from < end; from += most) {
            weights(s, x, xo, dy, dyo, dyl, from, Math.min(end, from + most), n, w);
            for (int i = from; i < Math.min(end, from + most); i++) {
                store(s, i, w.scratch(), (i - from) * s.kernelWidth() * BLOCK, gradient, offset);
            }
        }
    }

    /** Sums of the items {@code from <= i < to}, into scratch, row by row, so that a row is in the cache for all of them. */
    private static void weights(
            ConvShape s, float[] x, int xo, float[] dy, int dyo, Layout dyl, int from, int to, int n, Worker w) {
        int floats = s.kernelWidth() * BLOCK;
        float[] sums = w.scratch();
        Patches.checkScratch(w, (to - from) * floats, "ConvGradient.weight");
        Arrays.fill(sums, 0, (to - from) * floats, 0f);
        for (int row = 0; row < n * dyl.height(); row++) {
            int y = row % dyl.height();
            int xi = xo + row / dyl.height() * s.in().imageStride() - s.padLeft() * s.in().channelStride();
            int di = dyo + row / dyl.height() * dyl.imageStride() + dyl.offset(y, 0);
            for (int i = from; i < to; i++) {
                int first = i / s.kernelHeight() * BLOCK;
                int inRow = y * s.strideHeight() - s.padTop() + i % s.kernelHeight() * s.dilationHeight();
                int at = xi + s.in().offset(inRow, 0) + first;
                weightRow(s, x, at, dy, di + first, dyl, sums, (i - from) * floats);
            }
        }
    }

    private static void weightRow(
            ConvShape s, float[] x, int from, float[] dy, int d, Layout dyl, float[] sums, int sum) {
        int tap = s.dilationWidth() * s.in().channelStride();
        int xs = s.strideWidth() * s.in().channelStride();
        int ds = dyl.channelStride();
        for (int c = 0; c < BLOCK; c += LANES) {
            int kw = 0;
            for (; kw <= s.kernelWidth() - TAPS; kw += TAPS) {
                addTaps(x, from + kw * tap + c, xs, tap, dy, d + c, ds, sums, sum + kw * BLOCK + c, dyl.width());
            }
            for (; kw < s.kernelWidth(); kw++) {
                addTap(x, from + kw * tap + c, xs, dy, d + c, ds, sums, sum + kw * BLOCK + c, dyl.width());
            }
        }
    }

    private static void addTap(
            float[] x, int from, int xs, float[] dy, int d, int ds, float[] sums, int at, int count) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i++) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, d + i * ds);
            sum = g.fma(FloatVector.fromArray(SPECIES, x, from + i * xs), sum);
        }
        sum.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
    }

    private static void addTaps(
            float[] x, int from, int xs, int tap, float[] dy, int d, int ds, float[] sums, int at, int count) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        for (int i = 0; i < count; i++) {
            int k = from + i * xs;
            FloatVector g = FloatVector.fromArray(SPECIES, dy, d + i * ds);
            sum0 = g.fma(FloatVector.fromArray(SPECIES, x, k), sum0);
            sum1 = g.fma(FloatVector.fromArray(SPECIES, x, k + tap), sum1);
            sum2 = g.fma(FloatVector.fromArray(SPECIES, x, k + 2 * tap), sum2);
        }
        sum0.add(FloatVector.fromArray(SPECIES, sums, at)).intoArray(sums, at);
        sum1.add(FloatVector.fromArray(SPECIES, sums, at + BLOCK)).intoArray(sums, at + BLOCK);
        sum2.add(FloatVector.fromArray(SPECIES, sums, at + 2 * BLOCK)).intoArray(sums, at + 2 * BLOCK);
    }

    private static void store(ConvShape s, int item, float[] sums, int from, float[] gradient, int offset) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int first = item / s.kernelHeight() * BLOCK;
        int kh = item % s.kernelHeight();
        for (int c = first; c < Math.min(s.out().channels(), first + BLOCK); c++) {
            for (int kw = 0; kw < s.kernelWidth(); kw++) {
                gradient[offset + c * taps + kh * s.kernelWidth() + kw] = sums[from + kw * BLOCK + c - first];
            }
        }
    }
}
