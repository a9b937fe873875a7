package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Sums, copies of channels and pixels, dropout. Work is split over output rows. Sums and dropout may write to one of their inputs;
 * the others copy. Whole pixels are written, padding channels included.
 */
public final class Elementwise {

    private Elementwise() {}

    /** {@code y = a + b}. */
    public static void add(
            Layout al, float[] a, int ao, Layout bl, float[] b, int bo, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int ai = row(al, ao, i);
            int bi = row(bl, bo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++) {
                for (int c = 0; c < yl.channels(); c++) {
                    y[yi + c] = a[ai + c] + b[bi + c];
                }
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
                ai += al.channelStride();
                bi += bl.channelStride();
                yi += yl.channelStride();
            }
        }
    }

    /** {@code y = max(0, a + b)}. */
    public static void addRelu(
            Layout al, float[] a, int ao, Layout bl, float[] b, int bo, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int ai = row(al, ao, i);
            int bi = row(bl, bo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++) {
                for (int c = 0; c < yl.channels(); c++) {
                    y[yi + c] = Math.max(a[ai + c] + b[bi + c], 0f);
                }
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
                ai += al.channelStride();
                bi += bl.channelStride();
                yi += yl.channelStride();
            }
        }
    }

    /** {@code dx = dy} where {@code y > 0}, else 0. */
    public static void reluGradient(
            Layout dyl,
            float[] dy,
            int dyo,
            Layout yl,
            float[] y,
            int yo,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int di = row(dyl, dyo, i);
            int yi = row(yl, yo, i);
            int gi = row(dxl, dxo, i);
            for (int p = 0; p < dxl.width(); p++) {
                for (int c = 0; c < dxl.channels(); c++) {
                    dx[gi + c] = y[yi + c] > 0 ? dy[di + c] : 0f;
                }
                Arrays.fill(dx, gi + dxl.channels(), gi + dxl.channelStride(), 0f);
                di += dyl.channelStride();
                yi += yl.channelStride();
                gi += dxl.channelStride();
            }
        }
    }

    /** Channels of {@code x} become the channels from {@code at} on of {@code y}; others of {@code y} stay (concatenation). */
    public static void copyChannels(
            Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int at, int n, Worker w) {
        boolean last = at + xl.channels() == yl.channels();
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, xi += xl.channelStride(), yi += yl.channelStride()) {
                System.arraycopy(x, xi, y, yi + at, xl.channels());
                if (last) {
                    Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
                }
            }
        }
    }

    /** Channels of {@code x} become the channels from {@code before} on of {@code y}; all others become zero. */
    public static void padChannels(
            Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int before, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, xi += xl.channelStride(), yi += yl.channelStride()) {
                Arrays.fill(y, yi, yi + yl.channelStride(), 0f);
                System.arraycopy(x, xi, y, yi + before, xl.channels());
            }
        }
    }

    /** {@code y} becomes the channels of {@code x} from {@code from} on. */
    public static void sliceChannels(
            Layout xl, float[] x, int xo, int from, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, xi += xl.channelStride(), yi += yl.channelStride()) {
                copy(x, xi + from, yl, y, yi);
            }
        }
    }

    /** Pixel (y, x) of the output is pixel (y·strideHeight, x·strideWidth) of the input. */
    public static void subsample(
            Layout xl,
            float[] x,
            int xo,
            int strideHeight,
            int strideWidth,
            Layout yl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int image = xo + i / yl.height() * xl.imageStride();
            int yi = row(yl, yo, i);
            for (int p = 0; p < yl.width(); p++, yi += yl.channelStride()) {
                copy(x, image + xl.offset(i % yl.height() * strideHeight, p * strideWidth), yl, y, yi);
            }
        }
    }

    /** Gradient of {@link #subsample}: {@code dx} is zero but at the pixels that were read. */
    public static void subsampleGradient(
            Layout dyl,
            float[] dy,
            int dyo,
            int strideHeight,
            int strideWidth,
            Layout dxl,
            float[] dx,
            int dxo,
            int n,
            Worker w) {
        for (int i = w.from(n * dxl.height()); i < w.to(n * dxl.height()); i++) {
            int row = i % dxl.height();
            int gi = row(dxl, dxo, i);
            Arrays.fill(dx, gi, gi + dxl.width() * dxl.channelStride(), 0f);
            if (row % strideHeight == 0) {
                int image = dyo + i / dxl.height() * dyl.imageStride();
                for (int p = 0; p < dyl.width(); p++) {
                    int to = gi + p * strideWidth * dxl.channelStride();
                    copy(dy, image + dyl.offset(row / strideHeight, p), dxl, dx, to);
                }
            }
        }
    }

    /** The same elements, counted channel by channel, row by row, in another shape. Whole images are an owner's. */
    public static void reshape(Layout xl, float[] x, int xo, Layout yl, float[] y, int yo, int n, Worker w) {
        for (int image = w.from(n); image < w.to(n); image++) {
            int from = xo + image * xl.imageStride();
            int to = yo + image * yl.imageStride();
            for (int row = 0; row < yl.height(); row++) {
                Arrays.fill(y, to + yl.offset(row, 0), to + yl.offset(row, yl.width()), 0f);
            }
            int element = 0;
            for (int c = 0; c < xl.channels(); c++) {
                for (int row = 0; row < xl.height(); row++) {
                    for (int column = 0; column < xl.width(); column++, element++) {
                        int pixel = element % yl.pixels();
                        int at = to + yl.offset(pixel / yl.width(), pixel % yl.width()) + element / yl.pixels();
                        y[at] = x[from + xl.offset(row, column) + c];
                    }
                }
            }
        }
    }

    /**
     * Dropout: an element becomes 0 with that probability, else it is divided by 1 − probability. The mask is a function of
     * seed, step, layer and the element's number in the batch, so that backward finds the same one (with {@code dy} for
     * {@code x}), whatever the threads.
     */
    public static void dropout(
            Layout xl,
            float[] x,
            int xo,
            Layout yl,
            float[] y,
            int yo,
            float probability,
            long seed,
            long step,
            int layer,
            int n,
            Worker w) {
        long stream = mix(mix(mix(seed) + step) + layer);
        float scale = 1f / (1f - probability);
        for (int i = w.from(n * yl.height()); i < w.to(n * yl.height()); i++) {
            int xi = row(xl, xo, i);
            int yi = row(yl, yo, i);
            long element = (long) i * yl.width() * yl.channels();
            for (int p = 0; p < yl.width(); p++, xi += xl.channelStride(), yi += yl.channelStride()) {
                for (int c = 0; c < yl.channels(); c++, element++) {
                    float uniform = (mix(stream + element) >>> 40) * 0x1p-24f;
                    y[yi + c] = uniform < probability ? 0f : x[xi + c] * scale;
                }
                Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
            }
        }
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static void copy(float[] x, int xi, Layout yl, float[] y, int yi) {
        System.arraycopy(x, xi, y, yi, yl.channels());
        Arrays.fill(y, yi + yl.channels(), yi + yl.channelStride(), 0f);
    }

    private static int row(Layout l, int base, int i) {
        return base + i / l.height() * l.imageStride() + l.offset(i % l.height(), 0);
    }
}
