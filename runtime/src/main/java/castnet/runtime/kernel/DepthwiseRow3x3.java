package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One row of a depthwise 3×3 convolution for one vector of channels, its nine weights in registers. For {@code 0 <= p < width}
 * and {@code 0 <= j < LANES}:
 *
 * <pre>
 *   y[yo + p * yStep + j] = epilogue( b[c + j] + sum over 0 <= i, t < 3
 *                                     of x[xo + i * rowStep + t * tapStep + p * xStep + j] * w[(3 * i + t) * wStep + c + j] )
 * </pre>
 *
 * <p>The sum starts from the bias and runs in the order of the taps. {@code r} may be {@code y}. One method per epilogue, as in
 * {@link Gemm6x2} and for the same reason.
 */
final class DepthwiseRow3x3 {

    private DepthwiseRow3x3() {}

    /** The epilogue {@code e} of one row. */
    static void row(
            Epilogue e,
            float[] x,
            int xo,
            int rowStep,
            int tapStep,
            int xStep,
            float[] w,
            int wStep,
            float[] b,
            int c,
            float[] r,
            int ro,
            int rStep,
            float[] y,
            int yo,
            int yStep,
            int width) {
        switch (e) {
            case BIAS -> bias(x, xo, rowStep, tapStep, xStep, w, wStep, b, c, y, yo, yStep, width);
            case BIAS_RELU -> biasRelu(x, xo, rowStep, tapStep, xStep, w, wStep, b, c, y, yo, yStep, width);
            case BIAS_ADD -> biasAdd(x, xo, rowStep, tapStep, xStep, w, wStep, b, c, r, ro, rStep, y, yo, yStep, width);
            case BIAS_ADD_RELU ->
                biasAddRelu(x, xo, rowStep, tapStep, xStep, w, wStep, b, c, r, ro, rStep, y, yo, yStep, width);
        }
    }

    /** {@code y = b + sum}. */
    static void bias(
            float[] x,
            int xo,
            int rowStep,
            int tapStep,
            int xStep,
            float[] w,
            int wStep,
            float[] b,
            int c,
            float[] y,
            int yo,
            int yStep,
            int width) {
        FloatVector start = FloatVector.fromArray(SPECIES, b, c);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, c);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wStep + c);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, 2 * wStep + c);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, 3 * wStep + c);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, 4 * wStep + c);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, 5 * wStep + c);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, 6 * wStep + c);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, 7 * wStep + c);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, 8 * wStep + c);
        for (int p = 0; p < width; p++) {
            int x0 = xo + p * xStep;
            int x1 = x0 + rowStep;
            int x2 = x1 + rowStep;
            FloatVector sum = FloatVector.fromArray(SPECIES, x, x0).fma(w0, start);
            sum = FloatVector.fromArray(SPECIES, x, x0 + tapStep).fma(w1, sum);
            sum = FloatVector.fromArray(SPECIES, x, x0 + 2 * tapStep).fma(w2, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1).fma(w3, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + tapStep).fma(w4, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + 2 * tapStep).fma(w5, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2).fma(w6, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + tapStep).fma(w7, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + 2 * tapStep).fma(w8, sum);
            sum.intoArray(y, yo + p * yStep);
        }
    }

    /** {@code y = max(0, b + sum)}. */
    static void biasRelu(
            float[] x,
            int xo,
            int rowStep,
            int tapStep,
            int xStep,
            float[] w,
            int wStep,
            float[] b,
            int c,
            float[] y,
            int yo,
            int yStep,
            int width) {
        FloatVector start = FloatVector.fromArray(SPECIES, b, c);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, c);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wStep + c);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, 2 * wStep + c);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, 3 * wStep + c);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, 4 * wStep + c);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, 5 * wStep + c);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, 6 * wStep + c);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, 7 * wStep + c);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, 8 * wStep + c);
        for (int p = 0; p < width; p++) {
            int x0 = xo + p * xStep;
            int x1 = x0 + rowStep;
            int x2 = x1 + rowStep;
            FloatVector sum = FloatVector.fromArray(SPECIES, x, x0).fma(w0, start);
            sum = FloatVector.fromArray(SPECIES, x, x0 + tapStep).fma(w1, sum);
            sum = FloatVector.fromArray(SPECIES, x, x0 + 2 * tapStep).fma(w2, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1).fma(w3, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + tapStep).fma(w4, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + 2 * tapStep).fma(w5, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2).fma(w6, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + tapStep).fma(w7, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + 2 * tapStep).fma(w8, sum);
            sum.blend(0f, sum.compare(VectorOperators.LE, 0f)).intoArray(y, yo + p * yStep);
        }
    }

    /** {@code y = b + sum + r}. */
    static void biasAdd(
            float[] x,
            int xo,
            int rowStep,
            int tapStep,
            int xStep,
            float[] w,
            int wStep,
            float[] b,
            int c,
            float[] r,
            int ro,
            int rStep,
            float[] y,
            int yo,
            int yStep,
            int width) {
        FloatVector start = FloatVector.fromArray(SPECIES, b, c);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, c);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wStep + c);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, 2 * wStep + c);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, 3 * wStep + c);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, 4 * wStep + c);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, 5 * wStep + c);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, 6 * wStep + c);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, 7 * wStep + c);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, 8 * wStep + c);
        for (int p = 0; p < width; p++) {
            int x0 = xo + p * xStep;
            int x1 = x0 + rowStep;
            int x2 = x1 + rowStep;
            FloatVector sum = FloatVector.fromArray(SPECIES, x, x0).fma(w0, start);
            sum = FloatVector.fromArray(SPECIES, x, x0 + tapStep).fma(w1, sum);
            sum = FloatVector.fromArray(SPECIES, x, x0 + 2 * tapStep).fma(w2, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1).fma(w3, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + tapStep).fma(w4, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + 2 * tapStep).fma(w5, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2).fma(w6, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + tapStep).fma(w7, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + 2 * tapStep).fma(w8, sum);
            sum = sum.add(FloatVector.fromArray(SPECIES, r, ro + p * rStep));
            sum.intoArray(y, yo + p * yStep);
        }
    }

    /** {@code y = max(0, b + sum + r)}. */
    static void biasAddRelu(
            float[] x,
            int xo,
            int rowStep,
            int tapStep,
            int xStep,
            float[] w,
            int wStep,
            float[] b,
            int c,
            float[] r,
            int ro,
            int rStep,
            float[] y,
            int yo,
            int yStep,
            int width) {
        FloatVector start = FloatVector.fromArray(SPECIES, b, c);
        FloatVector w0 = FloatVector.fromArray(SPECIES, w, c);
        FloatVector w1 = FloatVector.fromArray(SPECIES, w, wStep + c);
        FloatVector w2 = FloatVector.fromArray(SPECIES, w, 2 * wStep + c);
        FloatVector w3 = FloatVector.fromArray(SPECIES, w, 3 * wStep + c);
        FloatVector w4 = FloatVector.fromArray(SPECIES, w, 4 * wStep + c);
        FloatVector w5 = FloatVector.fromArray(SPECIES, w, 5 * wStep + c);
        FloatVector w6 = FloatVector.fromArray(SPECIES, w, 6 * wStep + c);
        FloatVector w7 = FloatVector.fromArray(SPECIES, w, 7 * wStep + c);
        FloatVector w8 = FloatVector.fromArray(SPECIES, w, 8 * wStep + c);
        for (int p = 0; p < width; p++) {
            int x0 = xo + p * xStep;
            int x1 = x0 + rowStep;
            int x2 = x1 + rowStep;
            FloatVector sum = FloatVector.fromArray(SPECIES, x, x0).fma(w0, start);
            sum = FloatVector.fromArray(SPECIES, x, x0 + tapStep).fma(w1, sum);
            sum = FloatVector.fromArray(SPECIES, x, x0 + 2 * tapStep).fma(w2, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1).fma(w3, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + tapStep).fma(w4, sum);
            sum = FloatVector.fromArray(SPECIES, x, x1 + 2 * tapStep).fma(w5, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2).fma(w6, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + tapStep).fma(w7, sum);
            sum = FloatVector.fromArray(SPECIES, x, x2 + 2 * tapStep).fma(w8, sum);
            sum = sum.add(FloatVector.fromArray(SPECIES, r, ro + p * rStep));
            sum.blend(0f, sum.compare(VectorOperators.LE, 0f)).intoArray(y, yo + p * yStep);
        }
    }
}
