package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.PANELS;
import static castnet.runtime.kernel.Lanes.SPECIES;
import static castnet.runtime.kernel.PixelTiles.OUTPUT;
import static castnet.runtime.kernel.PixelTiles.RESIDUAL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The register tile of every dense convolution: 6 pixels × two vectors of output channels, over one contiguous run of input per
 * pixel. For {@code 0 <= p < 6} and the channels {@code j} of the two vectors:
 *
 * <pre>
 *   y[output(p) + c + j] = epilogue( b[c + j] + sum over 0 <= k < run of x[input(p) + k] * w[wo + k * PANEL + j] )
 *
 *   12 accumulators + 2 vectors of weights + 1 broadcast = 15 of the 16 registers of AVX2
 * </pre>
 *
 * <p>The two vectors are a panel; where a panel is one vector, they are two panels whose weights lie {@code second} floats apart. Of a
 * last panel without a partner, {@code second} is 0: both vectors are then the same one.
 *
 * <p>{@code at[t ...]} is one entry of {@link PixelTiles}: input, output and residual offset of each pixel. {@code c} is the first
 * channel, in {@code b}, {@code r} and {@code y} alike. The sum starts from the bias and runs in ascending {@code k}, one fused
 * multiply-add per step, so that a result has the same bits whatever the lane count and the position of its pixel within a tile.
 *
 * <p>May alias: {@code r} may be {@code y}. Pixels of a tile may be equal (a partial tile repeats its last pixel), and so may its
 * vectors: everything is read before anything is stored, so both write the same value.
 *
 * <p>Written out on purpose: C2 keeps the accumulators in registers only as long as they live in one loop level, cross no method and
 * merge at no branch; with a shared helper or a flag for the epilogue, speed falls to a sixth. ReLU is therefore a comparison with
 * {@code threshold} and a blend: 0, or for no ReLU NaN, to which nothing compares. It keeps a NaN and turns -0 into 0 as
 * {@code max} does, in fewer registers. Where no residual is added, output offsets are read before the loop, so that less stays
 * alive across it.
 */
@SuppressWarnings("MethodLength") // Written out for C2, see above.
final class Gemm6x2 {

    private Gemm6x2() {}

    /** The epilogue {@code e} of one tile; {@code r} is read by the adding ones only. */
    static void tile(
            Epilogue e,
            float[] x,
            int[] at,
            int t,
            int run,
            float[] w,
            int wo,
            int second,
            float[] b,
            float[] r,
            float[] y,
            int c) {
        if (e.adds) {
            add(x, at, t, run, w, wo, second, b, r, e.threshold, y, c);
        } else {
            store(x, at, t, run, w, wo, second, b, e.threshold, y, c);
        }
    }

    /** Bias and ReLU. */
    static void store(
            float[] x,
            int[] at,
            int t,
            int run,
            float[] w,
            int wo,
            int second,
            float[] b,
            float threshold,
            float[] y,
            int c) {
        int x0 = at[t + 0];
        int x1 = at[t + 1];
        int x2 = at[t + 2];
        int x3 = at[t + 3];
        int x4 = at[t + 4];
        int x5 = at[t + 5];
        int y0 = at[t + OUTPUT + 0] + c;
        int y1 = at[t + OUTPUT + 1] + c;
        int y2 = at[t + OUTPUT + 2] + c;
        int y3 = at[t + OUTPUT + 3] + c;
        int y4 = at[t + OUTPUT + 4] + c;
        int y5 = at[t + OUTPUT + 5] + c;
        int wide = PANELS == 1 || second != 0 ? LANES : 0;
        int next = PANELS == 1 ? LANES : second;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c + wide);
        FloatVector low1 = low0;
        FloatVector high1 = high0;
        FloatVector low2 = low0;
        FloatVector high2 = high0;
        FloatVector low3 = low0;
        FloatVector high3 = high0;
        FloatVector low4 = low0;
        FloatVector high4 = high0;
        FloatVector low5 = low0;
        FloatVector high5 = high0;
        for (int k = 0; k < run; k++) {
            FloatVector wLow = FloatVector.fromArray(SPECIES, w, wo + k * PANEL);
            FloatVector wHigh = FloatVector.fromArray(SPECIES, w, wo + next + k * PANEL);
            FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
            low0 = v0.fma(wLow, low0);
            high0 = v0.fma(wHigh, high0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
            low1 = v1.fma(wLow, low1);
            high1 = v1.fma(wHigh, high1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
            low2 = v2.fma(wLow, low2);
            high2 = v2.fma(wHigh, high2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
            low3 = v3.fma(wLow, low3);
            high3 = v3.fma(wHigh, high3);
            FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
            low4 = v4.fma(wLow, low4);
            high4 = v4.fma(wHigh, high4);
            FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
            low5 = v5.fma(wLow, low5);
            high5 = v5.fma(wHigh, high5);
        }
        low0.blend(0f, low0.compare(VectorOperators.LE, threshold)).intoArray(y, y0);
        high0.blend(0f, high0.compare(VectorOperators.LE, threshold)).intoArray(y, y0 + wide);
        low1.blend(0f, low1.compare(VectorOperators.LE, threshold)).intoArray(y, y1);
        high1.blend(0f, high1.compare(VectorOperators.LE, threshold)).intoArray(y, y1 + wide);
        low2.blend(0f, low2.compare(VectorOperators.LE, threshold)).intoArray(y, y2);
        high2.blend(0f, high2.compare(VectorOperators.LE, threshold)).intoArray(y, y2 + wide);
        low3.blend(0f, low3.compare(VectorOperators.LE, threshold)).intoArray(y, y3);
        high3.blend(0f, high3.compare(VectorOperators.LE, threshold)).intoArray(y, y3 + wide);
        low4.blend(0f, low4.compare(VectorOperators.LE, threshold)).intoArray(y, y4);
        high4.blend(0f, high4.compare(VectorOperators.LE, threshold)).intoArray(y, y4 + wide);
        low5.blend(0f, low5.compare(VectorOperators.LE, threshold)).intoArray(y, y5);
        high5.blend(0f, high5.compare(VectorOperators.LE, threshold)).intoArray(y, y5 + wide);
    }

    /** Bias, residual and ReLU. */
    static void add(
            float[] x,
            int[] at,
            int t,
            int run,
            float[] w,
            int wo,
            int second,
            float[] b,
            float[] r,
            float threshold,
            float[] y,
            int c) {
        int x0 = at[t + 0];
        int x1 = at[t + 1];
        int x2 = at[t + 2];
        int x3 = at[t + 3];
        int x4 = at[t + 4];
        int x5 = at[t + 5];
        int wide = PANELS == 1 || second != 0 ? LANES : 0;
        int next = PANELS == 1 ? LANES : second;
        FloatVector low0 = FloatVector.fromArray(SPECIES, b, c);
        FloatVector high0 = FloatVector.fromArray(SPECIES, b, c + wide);
        FloatVector low1 = low0;
        FloatVector high1 = high0;
        FloatVector low2 = low0;
        FloatVector high2 = high0;
        FloatVector low3 = low0;
        FloatVector high3 = high0;
        FloatVector low4 = low0;
        FloatVector high4 = high0;
        FloatVector low5 = low0;
        FloatVector high5 = high0;
        for (int k = 0; k < run; k++) {
            FloatVector wLow = FloatVector.fromArray(SPECIES, w, wo + k * PANEL);
            FloatVector wHigh = FloatVector.fromArray(SPECIES, w, wo + next + k * PANEL);
            FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
            low0 = v0.fma(wLow, low0);
            high0 = v0.fma(wHigh, high0);
            FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
            low1 = v1.fma(wLow, low1);
            high1 = v1.fma(wHigh, high1);
            FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
            low2 = v2.fma(wLow, low2);
            high2 = v2.fma(wHigh, high2);
            FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
            low3 = v3.fma(wLow, low3);
            high3 = v3.fma(wHigh, high3);
            FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
            low4 = v4.fma(wLow, low4);
            high4 = v4.fma(wHigh, high4);
            FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
            low5 = v5.fma(wLow, low5);
            high5 = v5.fma(wHigh, high5);
        }
        int r0 = at[t + RESIDUAL + 0] + c;
        low0 = low0.add(FloatVector.fromArray(SPECIES, r, r0));
        high0 = high0.add(FloatVector.fromArray(SPECIES, r, r0 + wide));
        int r1 = at[t + RESIDUAL + 1] + c;
        low1 = low1.add(FloatVector.fromArray(SPECIES, r, r1));
        high1 = high1.add(FloatVector.fromArray(SPECIES, r, r1 + wide));
        int r2 = at[t + RESIDUAL + 2] + c;
        low2 = low2.add(FloatVector.fromArray(SPECIES, r, r2));
        high2 = high2.add(FloatVector.fromArray(SPECIES, r, r2 + wide));
        int r3 = at[t + RESIDUAL + 3] + c;
        low3 = low3.add(FloatVector.fromArray(SPECIES, r, r3));
        high3 = high3.add(FloatVector.fromArray(SPECIES, r, r3 + wide));
        int r4 = at[t + RESIDUAL + 4] + c;
        low4 = low4.add(FloatVector.fromArray(SPECIES, r, r4));
        high4 = high4.add(FloatVector.fromArray(SPECIES, r, r4 + wide));
        int r5 = at[t + RESIDUAL + 5] + c;
        low5 = low5.add(FloatVector.fromArray(SPECIES, r, r5));
        high5 = high5.add(FloatVector.fromArray(SPECIES, r, r5 + wide));
        int y0 = at[t + OUTPUT + 0] + c;
        int y1 = at[t + OUTPUT + 1] + c;
        int y2 = at[t + OUTPUT + 2] + c;
        int y3 = at[t + OUTPUT + 3] + c;
        int y4 = at[t + OUTPUT + 4] + c;
        int y5 = at[t + OUTPUT + 5] + c;
        low0.blend(0f, low0.compare(VectorOperators.LE, threshold)).intoArray(y, y0);
        high0.blend(0f, high0.compare(VectorOperators.LE, threshold)).intoArray(y, y0 + wide);
        low1.blend(0f, low1.compare(VectorOperators.LE, threshold)).intoArray(y, y1);
        high1.blend(0f, high1.compare(VectorOperators.LE, threshold)).intoArray(y, y1 + wide);
        low2.blend(0f, low2.compare(VectorOperators.LE, threshold)).intoArray(y, y2);
        high2.blend(0f, high2.compare(VectorOperators.LE, threshold)).intoArray(y, y2 + wide);
        low3.blend(0f, low3.compare(VectorOperators.LE, threshold)).intoArray(y, y3);
        high3.blend(0f, high3.compare(VectorOperators.LE, threshold)).intoArray(y, y3 + wide);
        low4.blend(0f, low4.compare(VectorOperators.LE, threshold)).intoArray(y, y4);
        high4.blend(0f, high4.compare(VectorOperators.LE, threshold)).intoArray(y, y4 + wide);
        low5.blend(0f, low5.compare(VectorOperators.LE, threshold)).intoArray(y, y5);
        high5.blend(0f, high5.compare(VectorOperators.LE, threshold)).intoArray(y, y5 + wide);
    }
}
