package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the pixels of an image, per channel. Each row is summed in registers and then added to the image's sums in memory:
 * one loop level for C2, and rounding errors that grow with the root of the row's length and of the number of rows, not of all
 * pixels.
 *
 * <pre>
 *   partials of an image, each over roundUp(channels) floats
 *   forward:   shift | sum of (x - shift) | sum of (x - shift)² | unused      shift = the image's first pixel
 *   backward:  sum of dy | sum of dy · x̂ | unused | unused
 * </pre>
 *
 * <p>Shifted sums keep their digits where the mean is large beside the deviation (Chan, Golub, LeVeque 1983).
 */
final class BatchNormSums {

    private BatchNormSums() {}

    static void statistics(Layout xl, float[] x, int xo, float[] partials, int po, int n, Worker w) {
        int stride = Layout.roundUp(xl.channels());
        for (int image = w.from(n); image < w.to(n); image++) {
            int at = po + image * 4 * stride;
            int base = xo + image * xl.imageStride();
            Arrays.fill(partials, at + stride, at + 3 * stride, 0f);
            System.arraycopy(x, base + xl.offset(0, 0), partials, at, xl.channels());
            Arrays.fill(partials, at + xl.channels(), at + stride, 0f);
            for (int row = 0; row < xl.height(); row++) {
                int from = base + xl.offset(row, 0);
                for (int c = 0; c < stride; c += LANES) {
                    row(x, from + c, xl.channelStride(), xl.width(), partials, at + c, stride);
                }
            }
        }
    }

    private static void row(float[] x, int from, int step, int width, float[] partials, int at, int stride) {
        FloatVector shift = FloatVector.fromArray(SPECIES, partials, at);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, from + i * step).sub(shift);
            sum = sum.add(value);
            squares = value.fma(value, squares);
        }
        FloatVector.fromArray(SPECIES, partials, at + stride).add(sum).intoArray(partials, at + stride);
        FloatVector.fromArray(SPECIES, partials, at + 2 * stride).add(squares).intoArray(partials, at + 2 * stride);
    }

    /** {@code yl} is null without ReLU. */
    static void gradient(
            Layout dyl,
            float[] dy,
            int dyo,
            @Nullable Layout yl,
            float[] y,
            int yo,
            Layout xl,
            float[] x,
            int xo,
            float[] mean,
            float[] inverse,
            float[] partials,
            int po,
            int n,
            Worker w) {
        int stride = Layout.roundUp(xl.channels());
        for (int image = w.from(n); image < w.to(n); image++) {
            int at = po + image * 4 * stride;
            Arrays.fill(partials, at, at + 2 * stride, 0f);
            for (int row = 0; row < xl.height(); row++) {
                int di = dyo + image * dyl.imageStride() + dyl.offset(row, 0);
                int xi = xo + image * xl.imageStride() + xl.offset(row, 0);
                int ds = dyl.channelStride();
                int xs = xl.channelStride();
                for (int c = 0; c < stride; c += LANES) {
                    if (yl == null) {
                        gradientRow(
                                dy, di + c, ds, x, xi + c, xs, mean, inverse, c, xl.width(), partials, at + c, stride);
                    } else {
                        int yi = yo + image * yl.imageStride() + yl.offset(row, 0);
                        gradientRowRelu(
                                dy,
                                di + c,
                                ds,
                                y,
                                yi + c,
                                yl.channelStride(),
                                x,
                                xi + c,
                                xs,
                                mean,
                                inverse,
                                c,
                                xl.width(),
                                partials,
                                at + c,
                                stride);
                    }
                }
            }
        }
    }

    private static void gradientRow(
            float[] dy,
            int di,
            int ds,
            float[] x,
            int xi,
            int xs,
            float[] mean,
            float[] inverse,
            int c,
            int width,
            float[] partials,
            int at,
            int stride) {
        FloatVector mu = FloatVector.fromArray(SPECIES, mean, c);
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector product = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i * ds);
            sum = sum.add(g);
            product = g.fma(FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mu), product);
        }
        FloatVector scaled = product.mul(FloatVector.fromArray(SPECIES, inverse, c));
        FloatVector.fromArray(SPECIES, partials, at).add(sum).intoArray(partials, at);
        FloatVector.fromArray(SPECIES, partials, at + stride).add(scaled).intoArray(partials, at + stride);
    }

    private static void gradientRowRelu(
            float[] dy,
            int di,
            int ds,
            float[] y,
            int yi,
            int ys,
            float[] x,
            int xi,
            int xs,
            float[] mean,
            float[] inverse,
            int c,
            int width,
            float[] partials,
            int at,
            int stride) {
        FloatVector mu = FloatVector.fromArray(SPECIES, mean, c);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector sum = zero;
        FloatVector product = zero;
        for (int i = 0; i < width; i++) {
            VectorMask<Float> alive =
                    FloatVector.fromArray(SPECIES, y, yi + i * ys).compare(VectorOperators.GT, 0f);
            FloatVector g = zero.blend(FloatVector.fromArray(SPECIES, dy, di + i * ds), alive);
            sum = sum.add(g);
            product = g.fma(FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mu), product);
        }
        FloatVector scaled = product.mul(FloatVector.fromArray(SPECIES, inverse, c));
        FloatVector.fromArray(SPECIES, partials, at).add(sum).intoArray(partials, at);
        FloatVector.fromArray(SPECIES, partials, at + stride).add(scaled).intoArray(partials, at + stride);
    }
}
