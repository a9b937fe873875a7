package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.PANELS;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;

/**
 * The matrix product of one position of Winograd's transform: tiles × two vectors of output channels, which stand as in
 * {@link Gemm6x2}; {@code width} is their number of channels.
 *
 * <pre>
 *   y[yo + t * width + j] = sum over 0 <= k < run of x[xo + t * run + k] * w[wo + k * PANEL + j]
 * </pre>
 *
 * <p>Rows are covered exactly, by kernels of three to twelve of them: fewer than four rows have too few accumulators to hide the
 * latency of a fused multiply-add. A sum runs in ascending {@code k} whatever kernel computes it. Written out for C2, as
 * {@link Gemm6x2} is; that sums begin with a vector of zeros that was loaded, not with {@code zero()}, is worth
 * a sixth of the speed.
 */
final class WinogradGemm {
    private static final int WIDEST = Layout.CHANNEL_BLOCK;

    /** What sums begin with. */
    static final float[] ZEROS = new float[LANES];

    private WinogradGemm() {}

    /** {@code tiles} rows of the product. */
    static void run(
            int tiles, float[] x, int xo, int run, float[] w, int wo, int second, float[] y, int yo, int width) {
        int next = PANELS == 1 ? LANES : second;
        for (int t = 0; t < tiles; ) {
            int rows = rows(tiles - t);
            int from = xo + t * run;
            int to = yo + t * width;
            switch (rows) {
                case 12 -> WinogradGemmWide.rows12(x, from, run, w, wo, next, y, to, width);
                case 8 -> WinogradGemmWide.rows8(x, from, run, w, wo, next, y, to, width);
                case 6 -> rows6(x, from, run, w, wo, next, y, to, width);
                case 5 -> rows5(x, from, run, w, wo, next, y, to, width);
                case 4 -> rows4(x, from, run, w, wo, next, y, to, width);
                default -> rows3(rows, x, from, run, w, wo, next, y, to, width);
            }
            t += rows;
        }
    }

    /**
     * Rows of the next kernel, so that few are left to a kernel of less than four: 7 is 4 + 3, 9 is 5 + 4, 16 is 8 + 8. Eight and
     * twelve only where there are registers for as many accumulators.
     */
    private static int rows(int left) {
        if (LANES == WIDEST && (left == 12 || left > 16)) {
            return 12;
        }
        if (LANES == WIDEST && (left == 8 || left > 12)) {
            return 8;
        }
        return switch (left) {
            case 7, 8 -> 4;
            case 9 -> 5;
            default -> Math.min(left, 6);
        };
    }

    /** Six tiles. */
    private static void rows6(float[] x, int xo, int run, float[] w, int wo, int next, float[] y, int yo, int width) {
        int wide = PANELS == 1 ? LANES : width - LANES;
        int x0 = xo;
        int x1 = xo + run;
        int x2 = xo + 2 * run;
        int x3 = xo + 3 * run;
        int x4 = xo + 4 * run;
        int x5 = xo + 5 * run;
        FloatVector low0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
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
        low0.intoArray(y, yo);
        high0.intoArray(y, yo + wide);
        low1.intoArray(y, yo + width);
        high1.intoArray(y, yo + width + wide);
        low2.intoArray(y, yo + 2 * width);
        high2.intoArray(y, yo + 2 * width + wide);
        low3.intoArray(y, yo + 3 * width);
        high3.intoArray(y, yo + 3 * width + wide);
        low4.intoArray(y, yo + 4 * width);
        high4.intoArray(y, yo + 4 * width + wide);
        low5.intoArray(y, yo + 5 * width);
        high5.intoArray(y, yo + 5 * width + wide);
    }

    /** Five tiles. */
    private static void rows5(float[] x, int xo, int run, float[] w, int wo, int next, float[] y, int yo, int width) {
        int wide = PANELS == 1 ? LANES : width - LANES;
        int x0 = xo;
        int x1 = xo + run;
        int x2 = xo + 2 * run;
        int x3 = xo + 3 * run;
        int x4 = xo + 4 * run;
        FloatVector low0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
        FloatVector high0 = low0;
        FloatVector low1 = low0;
        FloatVector high1 = low0;
        FloatVector low2 = low0;
        FloatVector high2 = low0;
        FloatVector low3 = low0;
        FloatVector high3 = low0;
        FloatVector low4 = low0;
        FloatVector high4 = low0;
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
        }
        low0.intoArray(y, yo);
        high0.intoArray(y, yo + wide);
        low1.intoArray(y, yo + width);
        high1.intoArray(y, yo + width + wide);
        low2.intoArray(y, yo + 2 * width);
        high2.intoArray(y, yo + 2 * width + wide);
        low3.intoArray(y, yo + 3 * width);
        high3.intoArray(y, yo + 3 * width + wide);
        low4.intoArray(y, yo + 4 * width);
        high4.intoArray(y, yo + 4 * width + wide);
    }

    /** Four tiles. */
    private static void rows4(float[] x, int xo, int run, float[] w, int wo, int next, float[] y, int yo, int width) {
        int wide = PANELS == 1 ? LANES : width - LANES;
        int x0 = xo;
        int x1 = xo + run;
        int x2 = xo + 2 * run;
        int x3 = xo + 3 * run;
        FloatVector low0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
        FloatVector high0 = low0;
        FloatVector low1 = low0;
        FloatVector high1 = low0;
        FloatVector low2 = low0;
        FloatVector high2 = low0;
        FloatVector low3 = low0;
        FloatVector high3 = low0;
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
        }
        low0.intoArray(y, yo);
        high0.intoArray(y, yo + wide);
        low1.intoArray(y, yo + width);
        high1.intoArray(y, yo + width + wide);
        low2.intoArray(y, yo + 2 * width);
        high2.intoArray(y, yo + 2 * width + wide);
        low3.intoArray(y, yo + 3 * width);
        high3.intoArray(y, yo + 3 * width + wide);
    }

    /** Up to three tiles; the last of {@code rows} stands in for those that are missing. */
    private static void rows3(
            int rows, float[] x, int xo, int run, float[] w, int wo, int next, float[] y, int yo, int width) {
        int wide = PANELS == 1 ? LANES : width - LANES;
        int x0 = xo;
        int x1 = xo + Math.min(1, rows - 1) * run;
        int x2 = xo + Math.min(2, rows - 1) * run;
        FloatVector low0 = FloatVector.fromArray(SPECIES, ZEROS, 0);
        FloatVector high0 = low0;
        FloatVector low1 = low0;
        FloatVector high1 = low0;
        FloatVector low2 = low0;
        FloatVector high2 = low0;
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
        }
        low0.intoArray(y, yo);
        high0.intoArray(y, yo + wide);
        int y1 = yo + Math.min(1, rows - 1) * width;
        low1.intoArray(y, y1);
        high1.intoArray(y, y1 + wide);
        int y2 = yo + Math.min(2, rows - 1) * width;
        low2.intoArray(y, y2);
        high2.intoArray(y, y2 + wide);
    }
}
