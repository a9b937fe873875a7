package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Data gradient of any convolution: for each output pixel the product of {@code dy} with the weights gives a column of what
 * each tap of its window receives; columns are added to {@code dx} where their windows lie (col2im). Padding is never written.
 *
 * <p>A block is what one product covers: all channels of a convolution of one group; 16 output channels, and the inputs that
 * they read, of a grouped one. Work is split over images, whose windows do not meet.
 */
final class DataGradientColumns {

    private DataGradientColumns() {}

    /** Blocks of a convolution. */
    private static int blocks(ConvShape s) {
        return s.groups() == 1 ? 1 : Layout.roundUp(s.out().channels()) / Layout.CHANNEL_BLOCK;
    }

    /** Channels of {@code dy} that a block multiplies. */
    private static int run(ConvShape s, Layout dyl) {
        return s.groups() == 1 ? dyl.channelStride() : Layout.CHANNEL_BLOCK;
    }

    /** Input channels that a block writes. */
    private static int width(ConvShape s) {
        return s.groups() == 1 ? s.in().channels() : GroupedPack.width(s);
    }

    private static int firstChannel(ConvShape s, int block) {
        return s.groups() == 1 ? 0 : GroupedPack.firstChannel(s, block);
    }

    /** Floats of a column: taps × width, padded to whole panels. */
    private static int columnFloats(ConvShape s) {
        return Layout.roundUp(s.kernelHeight() * s.kernelWidth() * width(s));
    }

    static int packedFloats(ConvShape s, Layout dyl) {
        return blocks(s) * run(s, dyl) * columnFloats(s);
    }

    /** {@code packed[block][k / PANEL][o][k % PANEL]}, {@code k = tap * width + c}. */
    static void pack(ConvShape s, Layout dyl, float[] oihw, int offset, float[] packed, Worker w) {
        int blockFloats = run(s, dyl) * columnFloats(s);
        int blocks = blocks(s);
        for (int block = w.from(blocks); block < w.to(blocks); block++) {
            packBlock(s, dyl, block, oihw, offset, packed, block * blockFloats);
        }
    }

    private static void packBlock(
            ConvShape s, Layout dyl, int block, float[] oihw, int offset, float[] packed, int base) {
        int run = run(s, dyl);
        int width = width(s);
        int taps = s.kernelHeight() * s.kernelWidth();
        int groupIn = s.in().channels() / s.groups();
        int groupOut = s.out().channels() / s.groups();
        int firstOutput = s.groups() == 1 ? 0 : block * Layout.CHANNEL_BLOCK;
        int endOutput = Math.min(s.out().channels(), firstOutput + run);
        Arrays.fill(packed, base, base + run * columnFloats(s), 0f);
        for (int o = firstOutput; o < endOutput; o++) {
            int first = o / groupOut * groupIn - firstChannel(s, block);
            for (int c = 0; c < groupIn; c++) {
                int source = offset + (o * groupIn + c) * taps;
                for (int tap = 0; tap < taps; tap++) {
                    int k = tap * width + first + c;
                    int target = base + (k / Lanes.PANEL * run + o - firstOutput) * Lanes.PANEL + k % Lanes.PANEL;
                    packed[target] = oihw[source + tap];
                }
            }
        }
    }

    static void run(
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
        int columnFloats = columnFloats(s);
        Patches.checkScratch(w, PixelTiles.BLOCK * columnFloats, "ConvGradient.data");
        for (int image = w.from(n); image < w.to(n) && !accumulate; image++) {
            clear(dxl, dx, dxo + image * dxl.imageStride());
        }
        int run = run(s, dyl);
        // Pixels are numbered through all images of this worker, so that maps of a few pixels fill the tiles too.
        // Blocks may write to
        // the same channels: one after the other over all pixels, so that where blocks of pixels begin does not matter.
        int end = w.to(n) * dyl.pixels();
        for (int block = 0; block < blocks(s); block++) {
            int from = dyo + (s.groups() == 1 ? 0 : block * Layout.CHANNEL_BLOCK);
            for (int p = w.from(n) * dyl.pixels(); p < end; p += PixelTiles.BLOCK) {
                int count = Math.min(end - p, PixelTiles.BLOCK);
                table(w.offsets(), dyl, from, p, count, columnFloats);
                multiply(w, dy, run, packed, block * run * columnFloats, columnFloats, count);
                scatter(s, w.scratch(), columnFloats, p, count, dx, dxo + firstChannel(s, block), dxl);
            }
        }
    }

    private static void clear(Layout l, float[] y, int base) {
        for (int row = 0; row < l.height(); row++) {
            int from = base + l.offset(row, 0);
            Arrays.fill(y, from, from + l.width() * l.channelStride(), 0f);
        }
    }

    private static void table(int[] at, Layout dyl, int from, int p, int count, int columnFloats) {
        int padded = PixelTiles.count(count) * PixelTiles.TILE;
        for (int i = 0; i < padded; i++) {
            int pixel = p + Math.min(i, count - 1);
            int inImage = pixel % dyl.pixels();
            int t = PixelTiles.entry(i);
            at[t] = from
                    + pixel / dyl.pixels() * dyl.imageStride()
                    + dyl.offset(inImage / dyl.width(), inImage % dyl.width());
            at[t + PixelTiles.OUTPUT] = Math.min(i, count - 1) * columnFloats;
        }
    }

    private static void multiply(
            Worker w, float[] dy, int run, float[] packed, int weights, int columnFloats, int count) {
        float[] zeros = Zeros.atLeast(columnFloats);
        float[] columns = w.scratch();
        int panels = columnFloats / Lanes.PANEL;
        DenseLoop.gemm(Epilogue.BIAS, dy, w.offsets(), count, run, packed, weights, zeros, columns, columns, 0, panels);
    }

    private static void scatter(
            ConvShape s, float[] columns, int columnFloats, int p, int count, float[] dx, int base, Layout dxl) {
        int width = width(s);
        boolean adjoining = width == dxl.channelStride() && s.dilationWidth() == 1;
        for (int i = 0; i < count; i++) {
            int image = base + (p + i) / s.out().pixels() * dxl.imageStride();
            int inImage = (p + i) % s.out().pixels();
            int row = inImage / s.out().width() * s.strideHeight() - s.padTop();
            int column = inImage % s.out().width() * s.strideWidth() - s.padLeft();
            int from = i * columnFloats;
            boolean wholeRow = adjoining && column >= 0 && column + s.kernelWidth() <= dxl.width();
            for (int kh = 0; kh < s.kernelHeight(); kh++, from += s.kernelWidth() * width) {
                int y = row + kh * s.dilationHeight();
                if (y >= 0 && y < dxl.height()) {
                    if (wholeRow) {
                        add(columns, from, dx, image + dxl.offset(y, column), s.kernelWidth() * width);
                    } else {
                        addTaps(s, columns, from, dx, image + dxl.offset(y, 0), column, width, dxl);
                    }
                }
            }
        }
    }

    private static void addTaps(
            ConvShape s, float[] columns, int from, float[] dx, int to, int column, int width, Layout dxl) {
        for (int kw = 0; kw < s.kernelWidth(); kw++) {
            int x = column + kw * s.dilationWidth();
            if (x >= 0 && x < dxl.width()) {
                add(columns, from + kw * width, dx, to + x * dxl.channelStride(), width);
            }
        }
    }

    private static void add(float[] from, int f, float[] to, int t, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector sum =
                    FloatVector.fromArray(SPECIES, to, t + i).add(FloatVector.fromArray(SPECIES, from, f + i));
            sum.intoArray(to, t + i);
        }
        for (; i < count; i++) {
            to[t + i] += from[f + i];
        }
    }
}
