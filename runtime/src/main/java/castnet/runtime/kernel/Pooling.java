package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Maximum and mean over windows, and over whole maps. Windows are clipped at the border: for a maximum padding is −∞, for a
 * mean it counts in the divisor or not. Whole pixels are written, padding channels included. Work is split over output rows,
 * of gradients over images.
 */
public final class Pooling {

    private Pooling() {}

    /** {@code y = max over the window}; a NaN wins. */
    public static void max(PoolShape s, float[] x, int xo, float[] y, int yo, int n, Worker w) {
        Layout out = s.out();
        for (int i = w.from(n * out.height()); i < w.to(n * out.height()); i++) {
            int base = xo + i / out.height() * s.in().imageStride();
            int row = i % out.height();
            int to = yo + i / out.height() * out.imageStride() + out.offset(row, 0);
            for (int column = 0; column < out.width(); column++, to += out.channelStride()) {
                Arrays.fill(y, to, to + out.channelStride(), Float.NEGATIVE_INFINITY);
                maxWindow(s, x, base, s.row(row), s.column(column), y, to);
                Arrays.fill(y, to + out.channels(), to + out.channelStride(), 0f);
            }
        }
    }

    private static void maxWindow(PoolShape s, float[] x, int base, int row, int column, float[] y, int to) {
        Layout in = s.in();
        for (int kh = 0; kh < s.kernelHeight(); kh++) {
            int r = row + kh * s.dilationHeight();
            int step = s.dilationWidth();
            int first = column < 0 ? Math.ceilDiv(-column, step) : 0;
            int last = Math.min(s.kernelWidth() - 1, Math.floorDiv(in.width() - 1 - column, step));
            for (int kw = first; kw <= last && r >= 0 && r < in.height(); kw += 3) {
                int a = base + in.offset(r, column + kw * step);
                int b = base + in.offset(r, column + Math.min(kw + 1, last) * step);
                int c = base + in.offset(r, column + Math.min(kw + 2, last) * step);
                PixelLoops.max(x, a, b, c, y, to, in.channels());
            }
        }
    }

    /** {@code y = sum over the window / divisor}. */
    public static void average(
            PoolShape s, float[] x, int xo, float[] y, int yo, boolean countIncludePad, int n, Worker w) {
        Layout in = s.in();
        Layout out = s.out();
        for (int i = w.from(n * out.height()); i < w.to(n * out.height()); i++) {
            int base = xo + i / out.height() * in.imageStride();
            int row = s.row(i % out.height());
            int to = yo + i / out.height() * out.imageStride() + out.offset(i % out.height(), 0);
            for (int o = 0; o < out.width(); o++, to += out.channelStride()) {
                int column = s.column(o);
                int firstColumn = Math.max(column, 0);
                int columns = Math.min(column + s.kernelWidth(), in.width()) - firstColumn;
                Arrays.fill(y, to, to + out.channelStride(), 0f);
                for (int r = Math.max(row, 0); r < Math.min(row + s.kernelHeight(), in.height()); r++) {
                    addPixels(in, x, base + in.offset(r, firstColumn), columns, y, to);
                }
                PixelLoops.scale(y, to, out.channelStride(), 1f / s.divisor(row, column, countIncludePad));
            }
        }
    }

    /** Adds up neighbours of a row; only a network's input has channels that are not padded. */
    private static void addPixels(Layout in, float[] x, int from, int pixels, float[] y, int to) {
        if (in.channelStride() % Layout.CHANNEL_BLOCK == 0) {
            for (int c = 0; c < in.channels(); c += Layout.CHANNEL_BLOCK) {
                PixelLoops.addPixels(x, from + c, in.channelStride(), pixels, y, to + c);
            }
        } else {
            for (int p = 0; p < pixels; p++) {
                PixelLoops.add(x, from + p * in.channelStride(), y, to, in.channels());
            }
        }
    }

    /**
     * Gradient of {@link #max}: goes to the first maximum of each window, row by row, found again in {@code x}. {@code dx} is
     * overwritten.
     */
    public static void maxGradient(
            PoolShape s,
            float[] x,
            int xo,
            Layout dyl,
            float[] dy,
            int dyo,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        for (int image = w.from(n); image < w.to(n); image++) {
            int xb = xo + image * s.in().imageStride();
            int gb = dxo + image * dxl.imageStride();
            clear(dxl, dx, gb);
            for (int o = 0; o < dyl.pixels(); o++) {
                int row = o / dyl.width();
                int column = o % dyl.width();
                int from = dyo + image * dyl.imageStride() + dyl.offset(row, column);
                MaxGradientWindow.add(s, s.row(row), s.column(column), x, xb, dy, from, dxl, dx, gb);
            }
        }
    }

    /** Gradient of {@link #average}; {@code dx} is overwritten. */
    public static void averageGradient(
            PoolShape s,
            Layout dyl,
            float[] dy,
            int dyo,
            Layout dxl,
            float[] dx,
            int dxo,
            boolean countIncludePad,
            int n,
            Worker w) {
        for (int image = w.from(n); image < w.to(n); image++) {
            int base = dxo + image * dxl.imageStride();
            clear(dxl, dx, base);
            for (int o = 0; o < dyl.pixels(); o++) {
                int row = s.row(o / dyl.width());
                int column = s.column(o % dyl.width());
                int from = dyo + image * dyl.imageStride() + dyl.offset(o / dyl.width(), o % dyl.width());
                float share = 1f / s.divisor(row, column, countIncludePad);
                for (int r = Math.max(row, 0); r < Math.min(row + s.kernelHeight(), dxl.height()); r++) {
                    for (int c = Math.max(column, 0); c < Math.min(column + s.kernelWidth(), dxl.width()); c++) {
                        PixelLoops.addScaled(dy, from, dx, base + dxl.offset(r, c), dyl.channels(), share);
                    }
                }
            }
        }
    }

    /** {@code y = mean over all pixels}. Rows are summed first, then their sums: fewer rounding errors. */
    public static void globalAverage(Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int n, Worker w) {
        int blocks = yl.channelStride() / Layout.CHANNEL_BLOCK;
        for (int i = w.from(n * blocks); i < w.to(n * blocks); i++) {
            int first = i % blocks * Layout.CHANNEL_BLOCK;
            int to = yo + i / blocks * yl.imageStride() + yl.offset(0, 0) + first;
            Arrays.fill(y, to, to + Layout.CHANNEL_BLOCK, 0f);
            for (int row = 0; row < xl.height(); row++) {
                int from = xo + i / blocks * xl.imageStride() + xl.offset(row, 0) + first;
                PixelLoops.addPixels(x, from, xl.channelStride(), xl.width(), y, to);
            }
            PixelLoops.scale(y, to, Layout.CHANNEL_BLOCK, 1f / xl.pixels());
        }
    }

    /** Gradient of {@link #globalAverage}: every pixel gets its share. */
    public static void globalAverageGradient(
            Layout dyl, float[] dy, int dyo, Layout dxl, float[] dx, int dxo, int n, Worker w) {
        float share = 1f / dxl.pixels();
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int image = i / dxl.height();
            int from = dyo + image * dyl.imageStride() + dyl.offset(0, 0);
            int to = dxo + image * dxl.imageStride() + dxl.offset(i % dxl.height(), 0);
            for (int p = 0; p < dxl.width(); p++, to += dxl.channelStride()) {
                Arrays.fill(dx, to + dxl.channels(), to + dxl.channelStride(), 0f);
                Arrays.fill(dx, to, to + dxl.channels(), 0f);
                PixelLoops.addScaled(dy, from, dx, to, dxl.channels(), share);
            }
        }
    }

    private static void clear(Layout l, float[] values, int base) {
        for (int row = 0; row < l.height(); row++) {
            int from = base + l.offset(row, 0);
            Arrays.fill(values, from, from + l.width() * l.channelStride(), 0f);
        }
    }
}
