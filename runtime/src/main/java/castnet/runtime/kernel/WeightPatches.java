package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Packs what {@link WeightTile} multiplies, a block of pixels at a time. {@code at} holds the offsets of the pixels in x, and from
 * {@link PixelTiles#BLOCK} on in dy.
 */
final class WeightPatches {
    private static final int ROWS = WeightTile.ROWS;

    private WeightPatches() {}

    /** {@code to[panel][p][PANEL]} of the {@code outputs} values of each pixel; room for {@link PixelTiles#BLOCK} pixels per panel. */
    static void copyOutputs(float[] dy, int[] at, int pixels, float[] to, int offset, int outputs) {
        for (int p = 0; p < pixels; p++) {
            int from = at[PixelTiles.BLOCK + p];
            int target = offset + p * PANEL;
            for (int o = 0; o < outputs; o += PANEL) {
                for (int lane = 0; lane < PANEL; lane += LANES) {
                    FloatVector.fromArray(SPECIES, dy, from + o + lane)
                            .intoArray(to, target + o * PixelTiles.BLOCK + lane);
                }
            }
        }
    }

    /**
     * {@code to[p][6]} of the six values of each pixel that begin at {@code source}. A vector of eight or sixteen also writes over the first of
     * the next pixels, whose turn comes after; behind the last pixel there is room. Where x ends before a whole vector, six are copied.
     */
    static void copyTile(float[] x, int source, int[] at, int pixels, float[] to, int offset) {
        int whole = pixels;
        while (LANES > ROWS && whole > 0 && at[whole - 1] + source + LANES > x.length) {
            whole--;
        }
        for (int p = 0; p < whole; p++) {
            int from = at[p] + source;
            int target = offset + p * ROWS;
            FloatVector.fromArray(SPECIES, x, from).intoArray(to, target);
            if (LANES < ROWS) {
                FloatVector.fromArray(SPECIES, x, from + ROWS - LANES).intoArray(to, target + ROWS - LANES);
            }
        }
        for (int p = whole; p < pixels; p++) {
            System.arraycopy(x, at[p] + source, to, offset + p * ROWS, ROWS);
        }
    }
}
