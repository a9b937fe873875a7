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
 * Sums over the pixels of an image, per channel, and over the images of a batch. Each row is summed in registers and then added to
 * what the image has so far: one loop level for C2, and rounding errors that grow with the row's length and the number of rows,
 * not with all pixels. Images are combined in double, in their order.
 *
 * <pre>
 *   partials of an image, each over roundUp(channels) floats
 *   forward:   shift | mean of (x - shift) | sum of (x - mean)² | unused      shift = mean of the image's first row
 *   backward:  sum of dy | sum of dy · x̂ | unused | unused
 * </pre>
 *
 * <p>Squares are taken around the mean of their row and rows merged by the formula of Chan, Golub and LeVeque (1983), so that
 * nothing cancels where the mean is large beside the deviation; the shift keeps the digits of the mean itself.
 */
final class BatchNormSums {
    /** Arrays of an image's partials. */
    private static final int ARRAYS = 4;

    private BatchNormSums() {}

    static void statistics(Layout xl, float[] x, int xo, float[] partials, int po, int n, Worker w) {
        int stride = Layout.roundUp(xl.channels());
        for (int image = w.from(n); image < w.to(n); image++) {
            int at = po + image * ARRAYS * stride;
            int base = xo + image * xl.imageStride();
            Arrays.fill(partials, at + stride, at + 3 * stride, 0f);
            for (int c = 0; c < stride; c += LANES) {
                firstRow(x, base + xl.offset(0, 0) + c, xl.channelStride(), xl.width(), partials, at + c);
            }
            for (int row = 0; row < xl.height(); row++) {
                int from = base + xl.offset(row, 0);
                for (int c = 0; c < stride; c += LANES) {
                    row(x, from + c, xl.channelStride(), xl.width(), row, partials, at + c, stride);
                }
            }
        }
    }

    private static void firstRow(float[] x, int from, int step, int width, float[] partials, int at) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, from + i * step));
        }
        sum.mul(1f / width).intoArray(partials, at);
    }

    /** Merges row number {@code row}, which so many rows of the same length precede. */
    private static void row(float[] x, int from, int step, int width, int row, float[] partials, int at, int stride) {
        FloatVector shift = FloatVector.fromArray(SPECIES, partials, at);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, from + i * step).sub(shift));
        }
        FloatVector rowMean = sum.mul(1f / width);
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = 0; i < width; i++) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, from + i * step)
                    .sub(shift)
                    .sub(rowMean);
            squares = value.fma(value, squares);
        }
        FloatVector mean = FloatVector.fromArray(SPECIES, partials, at + stride);
        FloatVector distance = rowMean.sub(mean);
        float share = 1f / (row + 1);
        distance.mul(share).add(mean).intoArray(partials, at + stride);
        FloatVector.fromArray(SPECIES, partials, at + 2 * stride)
                .add(squares)
                .add(distance.mul(distance).mul(width * row * share))
                .intoArray(partials, at + 2 * stride);
    }

    /** Mean and inverse deviation of channel {@code c} over the batch, and running statistics. */
    static void finish(
            Layout xl,
            float[] partials,
            int po,
            int c,
            float[] mean,
            float[] inverse,
            float[] runningMean,
            int rmo,
            float[] runningVariance,
            int rvo,
            float momentum,
            float epsilon,
            int n) {
        int stride = Layout.roundUp(xl.channels());
        double sum = 0;
        for (int image = 0; image < n; image++) {
            sum += mean(partials, po + image * ARRAYS * stride + c, stride);
        }
        double mu = sum / n;
        double squares = 0;
        for (int image = 0; image < n; image++) {
            int at = po + image * ARRAYS * stride + c;
            double distance = mean(partials, at, stride) - mu;
            squares += partials[at + 2 * stride] + xl.pixels() * distance * distance;
        }
        double count = (double) n * xl.pixels();
        double variance = squares / count;
        double unbiased = count > 1 ? squares / (count - 1) : 0;
        mean[c] = (float) mu;
        inverse[c] = (float) (1 / Math.sqrt(variance + epsilon));
        runningMean[rmo + c] += (float) (momentum * (mu - runningMean[rmo + c]));
        runningVariance[rvo + c] += (float) (momentum * (unbiased - runningVariance[rvo + c]));
    }

    private static double mean(float[] partials, int at, int stride) {
        return (double) partials[at] + partials[at + stride];
    }

    /** Gradients of γ and β of channel {@code c}: the sums over the batch. */
    static void finishGradient(
            Layout xl, float[] partials, int po, int c, float[] dgamma, int dgo, float[] dbeta, int dbo, int n) {
        int stride = Layout.roundUp(xl.channels());
        double sum = 0;
        double product = 0;
        for (int image = 0; image < n; image++) {
            int at = po + image * ARRAYS * stride + c;
            sum += partials[at];
            product += partials[at + stride];
        }
        dbeta[dbo + c] = (float) sum;
        dgamma[dgo + c] = (float) product;
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
            int at = po + image * ARRAYS * stride;
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
