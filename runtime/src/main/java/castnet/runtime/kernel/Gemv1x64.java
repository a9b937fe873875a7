package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One pixel × four panels of output channels: a fully connected layer on one image, where every weight is read once and six
 * pixels do not exist. Eight accumulators hide the latency of a fused multiply-add (4 cycles, 2 a cycle). With
 * {@code o(q) = cq * PANEL}, for {@code 0 <= q < 4} and {@code 0 <= j < PANEL}:
 *
 * <pre>
 *   y[yo + o(q) + j] = epilogue( b[o(q) + j] + sum over 0 <= k < run of x[xo + k] * w[(cq * run + k) * PANEL + j] )
 * </pre>
 *
 * <p>Order of summation, and so the bits, as in {@link Gemm6x16}; {@code r} may be {@code y}; panels may be equal.
 */
final class Gemv1x64 {

    /** Panels of a tile. */
    static final int PANELS = 4;

    private Gemv1x64() {}

    /** All panels {@code from <= panel < to}; {@code r} is read by the adding epilogues only. */
    static void panels(
            Epilogue e,
            float[] x,
            int xo,
            int run,
            float[] w,
            float[] b,
            float[] r,
            int ro,
            float[] y,
            int yo,
            int from,
            int to) {
        for (int c0 = from; c0 < to; c0 += PANELS) {
            int c1 = Math.min(c0 + 1, to - 1);
            int c2 = Math.min(c0 + 2, to - 1);
            int c3 = Math.min(c0 + 3, to - 1);
            switch (e) {
                case BIAS -> bias(x, xo, run, w, b, y, yo, c0, c1, c2, c3);
                case BIAS_RELU -> biasRelu(x, xo, run, w, b, y, yo, c0, c1, c2, c3);
                case BIAS_ADD -> biasAdd(x, xo, run, w, b, r, ro, y, yo, c0, c1, c2, c3);
                case BIAS_ADD_RELU -> biasAddRelu(x, xo, run, w, b, r, ro, y, yo, c0, c1, c2, c3);
            }
        }
    }

    /** {@code y = b + sum}. */
    static void bias(
            float[] x, int xo, int run, float[] w, float[] b, float[] y, int yo, int c0, int c1, int c2, int c3) {
        int w0 = c0 * run * PANEL;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL + LANES);
        int w1 = c1 * run * PANEL;
        FloatVector low1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL);
        FloatVector high1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL + LANES);
        int w2 = c2 * run * PANEL;
        FloatVector low2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL);
        FloatVector high2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL + LANES);
        int w3 = c3 * run * PANEL;
        FloatVector low3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL);
        FloatVector high3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL + LANES);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            low0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), low0);
            high0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL + LANES), high0);
            low1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), low1);
            high1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL + LANES), high1);
            low2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), low2);
            high2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL + LANES), high2);
            low3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), low3);
            high3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL + LANES), high3);
        }
        low0.intoArray(y, yo + c0 * PANEL);
        high0.intoArray(y, yo + c0 * PANEL + LANES);
        low1.intoArray(y, yo + c1 * PANEL);
        high1.intoArray(y, yo + c1 * PANEL + LANES);
        low2.intoArray(y, yo + c2 * PANEL);
        high2.intoArray(y, yo + c2 * PANEL + LANES);
        low3.intoArray(y, yo + c3 * PANEL);
        high3.intoArray(y, yo + c3 * PANEL + LANES);
    }

    /** {@code y = max(0, b + sum)}. */
    static void biasRelu(
            float[] x, int xo, int run, float[] w, float[] b, float[] y, int yo, int c0, int c1, int c2, int c3) {
        int w0 = c0 * run * PANEL;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL + LANES);
        int w1 = c1 * run * PANEL;
        FloatVector low1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL);
        FloatVector high1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL + LANES);
        int w2 = c2 * run * PANEL;
        FloatVector low2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL);
        FloatVector high2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL + LANES);
        int w3 = c3 * run * PANEL;
        FloatVector low3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL);
        FloatVector high3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL + LANES);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            low0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), low0);
            high0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL + LANES), high0);
            low1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), low1);
            high1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL + LANES), high1);
            low2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), low2);
            high2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL + LANES), high2);
            low3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), low3);
            high3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL + LANES), high3);
        }
        low0.blend(0f, low0.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c0 * PANEL);
        high0.blend(0f, high0.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c0 * PANEL + LANES);
        low1.blend(0f, low1.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c1 * PANEL);
        high1.blend(0f, high1.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c1 * PANEL + LANES);
        low2.blend(0f, low2.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c2 * PANEL);
        high2.blend(0f, high2.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c2 * PANEL + LANES);
        low3.blend(0f, low3.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c3 * PANEL);
        high3.blend(0f, high3.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c3 * PANEL + LANES);
    }

    /** {@code y = b + sum + r}. */
    static void biasAdd(
            float[] x,
            int xo,
            int run,
            float[] w,
            float[] b,
            float[] r,
            int ro,
            float[] y,
            int yo,
            int c0,
            int c1,
            int c2,
            int c3) {
        int w0 = c0 * run * PANEL;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL + LANES);
        int w1 = c1 * run * PANEL;
        FloatVector low1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL);
        FloatVector high1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL + LANES);
        int w2 = c2 * run * PANEL;
        FloatVector low2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL);
        FloatVector high2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL + LANES);
        int w3 = c3 * run * PANEL;
        FloatVector low3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL);
        FloatVector high3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL + LANES);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            low0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), low0);
            high0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL + LANES), high0);
            low1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), low1);
            high1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL + LANES), high1);
            low2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), low2);
            high2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL + LANES), high2);
            low3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), low3);
            high3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL + LANES), high3);
        }
        low0 = low0.add(FloatVector.fromArray(SPECIES, r, ro + c0 * PANEL));
        high0 = high0.add(FloatVector.fromArray(SPECIES, r, ro + c0 * PANEL + LANES));
        low1 = low1.add(FloatVector.fromArray(SPECIES, r, ro + c1 * PANEL));
        high1 = high1.add(FloatVector.fromArray(SPECIES, r, ro + c1 * PANEL + LANES));
        low2 = low2.add(FloatVector.fromArray(SPECIES, r, ro + c2 * PANEL));
        high2 = high2.add(FloatVector.fromArray(SPECIES, r, ro + c2 * PANEL + LANES));
        low3 = low3.add(FloatVector.fromArray(SPECIES, r, ro + c3 * PANEL));
        high3 = high3.add(FloatVector.fromArray(SPECIES, r, ro + c3 * PANEL + LANES));
        low0.intoArray(y, yo + c0 * PANEL);
        high0.intoArray(y, yo + c0 * PANEL + LANES);
        low1.intoArray(y, yo + c1 * PANEL);
        high1.intoArray(y, yo + c1 * PANEL + LANES);
        low2.intoArray(y, yo + c2 * PANEL);
        high2.intoArray(y, yo + c2 * PANEL + LANES);
        low3.intoArray(y, yo + c3 * PANEL);
        high3.intoArray(y, yo + c3 * PANEL + LANES);
    }

    /** {@code y = max(0, b + sum + r)}. */
    static void biasAddRelu(
            float[] x,
            int xo,
            int run,
            float[] w,
            float[] b,
            float[] r,
            int ro,
            float[] y,
            int yo,
            int c0,
            int c1,
            int c2,
            int c3) {
        int w0 = c0 * run * PANEL;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c0 * PANEL + LANES);
        int w1 = c1 * run * PANEL;
        FloatVector low1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL);
        FloatVector high1 = FloatVector.fromArray(SPECIES, b, c1 * PANEL + LANES);
        int w2 = c2 * run * PANEL;
        FloatVector low2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL);
        FloatVector high2 = FloatVector.fromArray(SPECIES, b, c2 * PANEL + LANES);
        int w3 = c3 * run * PANEL;
        FloatVector low3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL);
        FloatVector high3 = FloatVector.fromArray(SPECIES, b, c3 * PANEL + LANES);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            low0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), low0);
            high0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL + LANES), high0);
            low1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), low1);
            high1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL + LANES), high1);
            low2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), low2);
            high2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL + LANES), high2);
            low3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), low3);
            high3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL + LANES), high3);
        }
        low0 = low0.add(FloatVector.fromArray(SPECIES, r, ro + c0 * PANEL));
        high0 = high0.add(FloatVector.fromArray(SPECIES, r, ro + c0 * PANEL + LANES));
        low1 = low1.add(FloatVector.fromArray(SPECIES, r, ro + c1 * PANEL));
        high1 = high1.add(FloatVector.fromArray(SPECIES, r, ro + c1 * PANEL + LANES));
        low2 = low2.add(FloatVector.fromArray(SPECIES, r, ro + c2 * PANEL));
        high2 = high2.add(FloatVector.fromArray(SPECIES, r, ro + c2 * PANEL + LANES));
        low3 = low3.add(FloatVector.fromArray(SPECIES, r, ro + c3 * PANEL));
        high3 = high3.add(FloatVector.fromArray(SPECIES, r, ro + c3 * PANEL + LANES));
        low0.blend(0f, low0.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c0 * PANEL);
        high0.blend(0f, high0.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c0 * PANEL + LANES);
        low1.blend(0f, low1.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c1 * PANEL);
        high1.blend(0f, high1.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c1 * PANEL + LANES);
        low2.blend(0f, low2.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c2 * PANEL);
        high2.blend(0f, high2.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c2 * PANEL + LANES);
        low3.blend(0f, low3.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c3 * PANEL);
        high3.blend(0f, high3.compare(VectorOperators.LE, 0f)).intoArray(y, yo + c3 * PANEL + LANES);
    }
}
