package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Products of maps by element, and of maps by one pixel (the channels' factors of squeeze-and-excite). Work is split over output
 * rows; a product may be written to a factor of its own size. Whole pixels are written, padding channels included.
 */
public final class Products {

    private Products() {}

    /** {@code y = a · b}. */
    public static void multiply(
            Layout al, float[] a, int ao, Layout bl, float[] b, int bo, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int ai = row(al, ao, i);
            int bi = row(bl, bo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++) {
                PixelLoops.multiply(a, ai, b, bi, y, yi, yl.channels());
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
                ai += al.channelStride();
                bi += bl.channelStride();
                yi += yl.channelStride();
            }
        }
    }

    /** {@code y = x · s} where {@code s} is one pixel per image. */
    public static void scale(
            Layout xl, float[] x, int xo, Layout sl, float[] s, int so, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int si = so + i / yl.height() * sl.imageStride() + sl.offset(0, 0);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++) {
                PixelLoops.multiply(x, xi, s, si, y, yi, yl.channels());
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
                xi += xl.channelStride();
                yi += yl.channelStride();
            }
        }
    }

    /** Gradient of {@link #scale}: {@code ds = Σ dy · x} over the pixels of each image, rows first, then their sums. */
    public static void scaleGradient(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout xl,
            float[] x,
            int xo,
            Layout dsl,
            float[] ds,
            int dso,
            int n,
            Worker w) {
        int blocks = dsl.channelStride() / Layout.CHANNEL_BLOCK;
        for (int i = w.from(n * blocks); i < w.to(n * blocks); i++) {
            int image = i / blocks;
            int first = i % blocks * Layout.CHANNEL_BLOCK;
            int channels = Math.min(Layout.CHANNEL_BLOCK, dsl.channels() - first);
            int to = dso + image * dsl.imageStride() + dsl.offset(0, 0) + first;
            Arrays.fill(ds, to, to + Layout.CHANNEL_BLOCK, 0f);
            for (int row = 0; row < dyl.height(); row++) {
                int dyi = dyo + image * dyl.imageStride() + dyl.offset(row, 0) + first;
                int xi = xo + image * xl.imageStride() + xl.offset(row, 0) + first;
                PixelLoops.addProducts(
                        dy, dyi, dyl.channelStride(), x, xi, xl.channelStride(), dyl.width(), ds, to, channels);
            }
        }
    }

    private static int row(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }
}
