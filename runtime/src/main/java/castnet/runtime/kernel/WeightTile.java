package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.PANELS;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tile of the weight gradient: 6 values of k × two vectors of output channels, which stand as in {@link Gemm6x2},
 * summed over a block of pixels. For {@code 0 <= i < 6} and the channels {@code j} of the two vectors:
 *
 * <pre>
 *   m[sum + i * outputs + j] += sum over 0 <= p < pixels of m[patch + p * 6 + i] * m[dy + p * PANEL + j]
 * </pre>
 *
 * <p>Both operands are packed: read in place, 512 channels took 1.2 to 1.9 times as long in a few runs, presumably since pixels that lie
 * a power of two apart share a few sets of the first-level cache.
 *
 * <p>12 accumulators, 2 vectors of dy, 1 broadcast: as in {@link Gemm6x2}, with pixels in the place of channels. A block's sum
 * starts from zero and is added at the end: rounding errors grow with the block and the number of blocks, not with all pixels.
 */
@SuppressWarnings("MethodLength") // Written out for C2, see there.
final class WeightTile {
    /** Values of k of a tile. */
    static final int ROWS = 6;

    private WeightTile() {}

    static void add(float[] m, int patch, int dy, int second, int pixels, int sum, int outputs) {
        int wide = PANELS == 1 || second != 0 ? LANES : 0;
        int next = PANELS == 1 ? LANES : second;
        int s0 = sum;
        int s1 = sum + 1 * outputs;
        int s2 = sum + 2 * outputs;
        int s3 = sum + 3 * outputs;
        int s4 = sum + 4 * outputs;
        int s5 = sum + 5 * outputs;
        FloatVector low0 = FloatVector.zero(SPECIES);
        FloatVector high0 = low0;
        FloatVector low1 = low0;
        FloatVector high1 = low0;
        FloatVector low2 = low0;
        FloatVector high2 = low0;
        FloatVector low3 = low0;
        FloatVector high3 = low0;
        FloatVector low4 = low0;
        FloatVector high4 = low0;
        FloatVector low5 = low0;
        FloatVector high5 = low0;
        for (int p = 0; p < pixels; p++) {
            int d = dy + p * PANEL;
            int v = patch + p * ROWS;
            FloatVector low = FloatVector.fromArray(SPECIES, m, d);
            FloatVector high = FloatVector.fromArray(SPECIES, m, d + next);
            FloatVector x0 = FloatVector.broadcast(SPECIES, m[v + 0]);
            low0 = x0.fma(low, low0);
            high0 = x0.fma(high, high0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, m[v + 1]);
            low1 = x1.fma(low, low1);
            high1 = x1.fma(high, high1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, m[v + 2]);
            low2 = x2.fma(low, low2);
            high2 = x2.fma(high, high2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, m[v + 3]);
            low3 = x3.fma(low, low3);
            high3 = x3.fma(high, high3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, m[v + 4]);
            low4 = x4.fma(low, low4);
            high4 = x4.fma(high, high4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, m[v + 5]);
            low5 = x5.fma(low, low5);
            high5 = x5.fma(high, high5);
        }
        low0 = low0.add(FloatVector.fromArray(SPECIES, m, s0));
        high0 = high0.add(FloatVector.fromArray(SPECIES, m, s0 + wide));
        low1 = low1.add(FloatVector.fromArray(SPECIES, m, s1));
        high1 = high1.add(FloatVector.fromArray(SPECIES, m, s1 + wide));
        low2 = low2.add(FloatVector.fromArray(SPECIES, m, s2));
        high2 = high2.add(FloatVector.fromArray(SPECIES, m, s2 + wide));
        low3 = low3.add(FloatVector.fromArray(SPECIES, m, s3));
        high3 = high3.add(FloatVector.fromArray(SPECIES, m, s3 + wide));
        low4 = low4.add(FloatVector.fromArray(SPECIES, m, s4));
        high4 = high4.add(FloatVector.fromArray(SPECIES, m, s4 + wide));
        low5 = low5.add(FloatVector.fromArray(SPECIES, m, s5));
        high5 = high5.add(FloatVector.fromArray(SPECIES, m, s5 + wide));
        low0.intoArray(m, s0);
        high0.intoArray(m, s0 + wide);
        low1.intoArray(m, s1);
        high1.intoArray(m, s1 + wide);
        low2.intoArray(m, s2);
        high2.intoArray(m, s2 + wide);
        low3.intoArray(m, s3);
        high3.intoArray(m, s3 + wide);
        low4.intoArray(m, s4);
        high4.intoArray(m, s4 + wide);
        low5.intoArray(m, s5);
        high5.intoArray(m, s5 + wide);
    }
}
