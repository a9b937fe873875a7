package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One pixel × eight vectors of output channels: a fully connected layer on one image, where every weight is read once and six
 * pixels do not exist. Eight accumulators hide the latency of a fused multiply-add (4 cycles, 2 a cycle). With {@code c(q)} the
 * first channel of vector {@code q}, for {@code 0 <= j < LANES}:
 *
 * <pre>
 *   y[yo + c(q) + j] = epilogue( b[c(q) + j] + sum over 0 <= k < run of x[xo + k] * w[(c(q) / PANEL * run + k) * PANEL + c(q) % PANEL + j] )
 * </pre>
 *
 * <p>Order of summation, epilogue, and so the bits, as in {@link Gemm6x2}; {@code r} may be {@code y}; vectors may be equal.
 */
final class Gemv1x8 {
    private static final int VECTORS = 8;

    private Gemv1x8() {}

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
        int last = to * PANEL - LANES;
        for (int c = from * PANEL; c <= last; c += VECTORS * LANES) {
            if (e.adds) {
                add(x, xo, run, w, b, r, ro, e.threshold, y, yo, c, last);
            } else {
                store(x, xo, run, w, b, e.threshold, y, yo, c, last);
            }
        }
    }

    /** Where the weights of the vector that begins at channel {@code c} begin. */
    private static int weights(int c, int run) {
        return c / PANEL * run * PANEL + c % PANEL;
    }

    /** Bias and ReLU. */
    static void store(
            float[] x, int xo, int run, float[] w, float[] b, float threshold, float[] y, int yo, int c, int last) {
        int c0 = c;
        int c1 = Math.min(c + LANES, last);
        int c2 = Math.min(c + 2 * LANES, last);
        int c3 = Math.min(c + 3 * LANES, last);
        int c4 = Math.min(c + 4 * LANES, last);
        int c5 = Math.min(c + 5 * LANES, last);
        int c6 = Math.min(c + 6 * LANES, last);
        int c7 = Math.min(c + 7 * LANES, last);
        int w0 = weights(c0, run);
        FloatVector s0 = FloatVector.fromArray(SPECIES, b, c0);
        int w1 = weights(c1, run);
        FloatVector s1 = FloatVector.fromArray(SPECIES, b, c1);
        int w2 = weights(c2, run);
        FloatVector s2 = FloatVector.fromArray(SPECIES, b, c2);
        int w3 = weights(c3, run);
        FloatVector s3 = FloatVector.fromArray(SPECIES, b, c3);
        int w4 = weights(c4, run);
        FloatVector s4 = FloatVector.fromArray(SPECIES, b, c4);
        int w5 = weights(c5, run);
        FloatVector s5 = FloatVector.fromArray(SPECIES, b, c5);
        int w6 = weights(c6, run);
        FloatVector s6 = FloatVector.fromArray(SPECIES, b, c6);
        int w7 = weights(c7, run);
        FloatVector s7 = FloatVector.fromArray(SPECIES, b, c7);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            s0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), s0);
            s1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), s1);
            s2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), s2);
            s3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), s3);
            s4 = v.fma(FloatVector.fromArray(SPECIES, w, w4 + k * PANEL), s4);
            s5 = v.fma(FloatVector.fromArray(SPECIES, w, w5 + k * PANEL), s5);
            s6 = v.fma(FloatVector.fromArray(SPECIES, w, w6 + k * PANEL), s6);
            s7 = v.fma(FloatVector.fromArray(SPECIES, w, w7 + k * PANEL), s7);
        }
        s0.blend(0f, s0.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c0);
        s1.blend(0f, s1.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c1);
        s2.blend(0f, s2.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c2);
        s3.blend(0f, s3.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c3);
        s4.blend(0f, s4.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c4);
        s5.blend(0f, s5.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c5);
        s6.blend(0f, s6.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c6);
        s7.blend(0f, s7.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c7);
    }

    /** Bias, residual and ReLU. */
    static void add(
            float[] x,
            int xo,
            int run,
            float[] w,
            float[] b,
            float[] r,
            int ro,
            float threshold,
            float[] y,
            int yo,
            int c,
            int last) {
        int c0 = c;
        int c1 = Math.min(c + LANES, last);
        int c2 = Math.min(c + 2 * LANES, last);
        int c3 = Math.min(c + 3 * LANES, last);
        int c4 = Math.min(c + 4 * LANES, last);
        int c5 = Math.min(c + 5 * LANES, last);
        int c6 = Math.min(c + 6 * LANES, last);
        int c7 = Math.min(c + 7 * LANES, last);
        int w0 = weights(c0, run);
        FloatVector s0 = FloatVector.fromArray(SPECIES, b, c0);
        int w1 = weights(c1, run);
        FloatVector s1 = FloatVector.fromArray(SPECIES, b, c1);
        int w2 = weights(c2, run);
        FloatVector s2 = FloatVector.fromArray(SPECIES, b, c2);
        int w3 = weights(c3, run);
        FloatVector s3 = FloatVector.fromArray(SPECIES, b, c3);
        int w4 = weights(c4, run);
        FloatVector s4 = FloatVector.fromArray(SPECIES, b, c4);
        int w5 = weights(c5, run);
        FloatVector s5 = FloatVector.fromArray(SPECIES, b, c5);
        int w6 = weights(c6, run);
        FloatVector s6 = FloatVector.fromArray(SPECIES, b, c6);
        int w7 = weights(c7, run);
        FloatVector s7 = FloatVector.fromArray(SPECIES, b, c7);
        for (int k = 0; k < run; k++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x[xo + k]);
            s0 = v.fma(FloatVector.fromArray(SPECIES, w, w0 + k * PANEL), s0);
            s1 = v.fma(FloatVector.fromArray(SPECIES, w, w1 + k * PANEL), s1);
            s2 = v.fma(FloatVector.fromArray(SPECIES, w, w2 + k * PANEL), s2);
            s3 = v.fma(FloatVector.fromArray(SPECIES, w, w3 + k * PANEL), s3);
            s4 = v.fma(FloatVector.fromArray(SPECIES, w, w4 + k * PANEL), s4);
            s5 = v.fma(FloatVector.fromArray(SPECIES, w, w5 + k * PANEL), s5);
            s6 = v.fma(FloatVector.fromArray(SPECIES, w, w6 + k * PANEL), s6);
            s7 = v.fma(FloatVector.fromArray(SPECIES, w, w7 + k * PANEL), s7);
        }
        s0 = s0.add(FloatVector.fromArray(SPECIES, r, ro + c0));
        s1 = s1.add(FloatVector.fromArray(SPECIES, r, ro + c1));
        s2 = s2.add(FloatVector.fromArray(SPECIES, r, ro + c2));
        s3 = s3.add(FloatVector.fromArray(SPECIES, r, ro + c3));
        s4 = s4.add(FloatVector.fromArray(SPECIES, r, ro + c4));
        s5 = s5.add(FloatVector.fromArray(SPECIES, r, ro + c5));
        s6 = s6.add(FloatVector.fromArray(SPECIES, r, ro + c6));
        s7 = s7.add(FloatVector.fromArray(SPECIES, r, ro + c7));
        s0.blend(0f, s0.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c0);
        s1.blend(0f, s1.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c1);
        s2.blend(0f, s2.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c2);
        s3.blend(0f, s3.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c3);
        s4.blend(0f, s4.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c4);
        s5.blend(0f, s5.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c5);
        s6.blend(0f, s6.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c6);
        s7.blend(0f, s7.compare(VectorOperators.LE, threshold)).intoArray(y, yo + c7);
    }
}
