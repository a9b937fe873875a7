package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Zeros or a reflection around a map, and larger maps, with their gradients. Work is split over the rows that are written, each by one owner in one
 * order of summation. Whole pixels are written, padding channels included.
 */
public final class Resampling {

    private Resampling() {}

    /** {@code x} with zeros around it: its first pixel becomes pixel (top, left) of {@code y}. */
    public static void pad(
            Layout xl, float[] x, int xo, int top, int left, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int row = i % yl.height() - top;
            int yi = row(yl, yo, i);
            Arrays.fill(y, yi, yi + yl.width() * yl.channelStride(), 0f);
            if (row >= 0 && row < xl.height()) {
                int xi = xo + i / yl.height() * xl.imageStride() + xl.offset(row, 0);
                for (int p = 0; p < xl.width(); p++) {
                    System.arraycopy(
                            x, xi + p * xl.channelStride(), y, yi + (left + p) * yl.channelStride(), xl.channels());
                }
            }
        }
    }

    /** Gradient of {@link #pad}: {@code dx} is {@code dy} from pixel (top, left) on. */
    public static void padGradient(
            Layout dyl, float[] dy, int dyo, int top, int left, Layout dxl, float[] dx, int dxo, int n, Worker w) {
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int from = dyo + i / dxl.height() * dyl.imageStride() + dyl.offset(top + i % dxl.height(), left);
            int to = row(dxl, dxo, i);
            for (int p = 0; p < dxl.width(); p++, from += dyl.channelStride(), to += dxl.channelStride()) {
                System.arraycopy(dy, from, dx, to, dxl.channels());
                Arrays.fill(dx, to + dxl.channels(), to + dxl.channelStride(), 0f);
            }
        }
    }

    /** {@code x} with the rows and columns behind its edges around it. */
    public static void reflect(
            Layout xl, float[] x, int xo, int top, int left, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int row = mirrored(i % yl.height() - top, xl.height());
            int image = xo + i / yl.height() * xl.imageStride();
            int to = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, to += yl.channelStride()) {
                int from = image + xl.offset(row, mirrored(p - left, xl.width()));
                System.arraycopy(x, from, y, to, yl.channels());
                Arrays.fill(y, to + yl.channels(), to + yl.channelStride(), 0f);
            }
        }
    }

    /** Gradient of {@link #reflect}: each pixel the sum over itself and its up to eight reflections. */
    public static void reflectGradient(
            Layout dyl, float[] dy, int dyo, int top, int left, Layout dxl, float[] dx, int dxo, int n, Worker w) {
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int image = dyo + i / dxl.height() * dyl.imageStride();
            int to = row(dxl, dxo, i);
            Arrays.fill(dx, to, to + dxl.width() * dxl.channelStride(), 0f);
            for (int side = 0; side < 3; side++) {
                int row = reflection(side, i % dxl.height(), dxl.height(), top, dyl.height());
                if (row >= 0) {
                    addReflections(dyl, dy, image, row, left, dxl, dx, to);
                }
            }
        }
    }

    private static void addReflections(
            Layout dyl, float[] dy, int image, int row, int left, Layout dxl, float[] dx, int to) {
        for (int p = 0; p < dxl.width(); p++) {
            for (int side = 0; side < 3; side++) {
                int column = reflection(side, p, dxl.width(), left, dyl.width());
                if (column >= 0) {
                    int from = image + dyl.offset(row, column);
                    int at = to + p * dxl.channelStride();
                    for (int c = 0; c < dxl.channels(); c++) {
                        dx[at + c] += dy[from + c];
                    }
                }
            }
        }
    }

    /** The line that stands {@code at} a place, beside the map also. */
    private static int mirrored(int at, int size) {
        int inside = Math.abs(at);
        return inside < size ? inside : 2 * (size - 1) - inside;
    }

    /** Where a line stands in what is padded: itself (0), before (1) or behind (2) the map; -1 where it does not. */
    private static int reflection(int side, int line, int size, int before, int padded) {
        boolean edge = side == 1 ? line == 0 : side == 2 && line == size - 1;
        int at = side == 0 ? before + line : side == 1 ? before - line : before + 2 * (size - 1) - line;
        return edge || at < 0 || at >= padded ? -1 : at;
    }

    /** {@code scale} times the rows and columns: the nearest pixel, or bilinear between the four around. */
    public static void upsample(
            Layout xl, float[] x, int xo, int scale, boolean bilinear, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int image = xo + i / yl.height() * xl.imageStride();
            int row = i % yl.height();
            int first = line(row, scale, bilinear);
            float down = share(row, scale, bilinear);
            int second = Math.min(first + 1, xl.height() - 1);
            int yi = row(yl, yo, i);
            Arrays.fill(y, yi, yi + yl.width() * yl.channelStride(), 0f);
            for (int p = 0; p < yl.width(); p++, yi += yl.channelStride()) {
                add(xl, x, image, first, p, 1 - down, scale, bilinear, y, yi);
                if (down > 0) {
                    add(xl, x, image, second, p, down, scale, bilinear, y, yi);
                }
            }
        }
    }

    /** Adds what a row of {@code x} gives to column {@code p} of an output row. */
    private static void add(
            Layout xl,
            float[] x,
            int image,
            int row,
            int p,
            float share,
            int scale,
            boolean bilinear,
            float[] y,
            int yi) {
        int column = line(p, scale, bilinear);
        float right = share(p, scale, bilinear);
        PixelLoops.addScaled(x, image + xl.offset(row, column), y, yi, xl.channels(), share * (1 - right));
        if (right > 0) {
            int next = Math.min(column + 1, xl.width() - 1);
            PixelLoops.addScaled(x, image + xl.offset(row, next), y, yi, xl.channels(), share * right);
        }
    }

    /** Gradient of {@link #upsample}: each pixel gets the sum over the pixels that read it. */
    public static void upsampleGradient(
            Layout dyl,
            float[] dy,
            int dyo,
            int scale,
            boolean bilinear,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int image = dyo + i / dxl.height() * dyl.imageStride();
            int row = i % dxl.height();
            int to = row(dxl, dxo, i);
            Arrays.fill(dx, to, to + dxl.width() * dxl.channelStride(), 0f);
            for (int r = Math.max(row - 1, 0) * scale; r < Math.min((row + 2) * scale, dyl.height()); r++) {
                float share = shareOf(row, r, scale, bilinear, dxl.height());
                for (int p = 0; p < dxl.width() && share > 0; p++) {
                    int dxi = to + p * dxl.channelStride();
                    for (int c = Math.max(p - 1, 0) * scale; c < Math.min((p + 2) * scale, dyl.width()); c++) {
                        float part = share * shareOf(p, c, scale, bilinear, dxl.width());
                        if (part > 0) {
                            PixelLoops.addScaled(dy, image + dyl.offset(r, c), dx, dxi, dxl.channels(), part);
                        }
                    }
                }
            }
        }
    }

    /** The share of line {@code x} of {@code size} in output line {@code y}. */
    private static float shareOf(int x, int y, int scale, boolean bilinear, int size) {
        int first = line(y, scale, bilinear);
        float second = share(y, scale, bilinear);
        float share = first == x ? 1 - second : 0;
        return Math.min(first + 1, size - 1) == x ? share + second : share;
    }

    // The middle of output line o lies at (o + ½)/scale − ½ of the input, but not before its first line.
    private static int line(int o, int scale, boolean bilinear) {
        return bilinear ? Math.max(2 * o + 1 - scale, 0) / (2 * scale) : o / scale;
    }

    /** The share of the line behind {@link #line}. */
    private static float share(int o, int scale, boolean bilinear) {
        return bilinear ? Math.max(2 * o + 1 - scale, 0) % (2 * scale) / (2f * scale) : 0;
    }

    private static int row(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }
}
