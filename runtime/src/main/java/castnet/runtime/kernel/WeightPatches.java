package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Copies what {@link WeightGradient} multiplies into contiguous scratch memory, a block of pixels at a time. */
final class WeightPatches {

    private WeightPatches() {}

    /** {@code to[p][o]} of the {@code outputs} values of each pixel, whose offsets are the table's residual offsets. */
    static void copyOutputs(float[] dy, int[] at, int pixels, float[] to, int offset, int outputs) {
        for (int p = 0; p < pixels; p++) {
            copy(dy, at[PixelTiles.entry(p) + PixelTiles.RESIDUAL], to, offset + p * outputs, outputs);
        }
    }

    /**
     * {@code to[p][k - from]} for {@code from <= k < from + rows}, {@code k = (tap, channel)} with {@code width} channels per tap;
     * zeros for {@code k} beyond the last.
     */
    static void copyInputs(
            ConvShape s, float[] x, int width, int from, int rows, int[] at, int pixels, float[] to, int offset) {
        // Where taps of a row lie side by side, a row of the kernel is one run.
        boolean wholeRows = width == s.in().channelStride() && s.dilationWidth() == 1;
        int run = wholeRows ? s.kernelWidth() * width : width;
        int perRow = wholeRows ? 1 : s.kernelWidth();
        int step = s.dilationWidth() * s.in().channelStride();
        int rowStep = s.dilationHeight() * s.in().rowStride();
        int end = Math.min(from + rows, s.kernelHeight() * s.kernelWidth() * width);
        int k = from;
        while (k < end) {
            int index = k / run;
            int start = k % run;
            int length = Math.min(run - start, end - k);
            int source = index / perRow * rowStep + index % perRow * step + start;
            int target = offset + k - from;
            for (int p = 0; p < pixels; p++) {
                copy(x, at[PixelTiles.entry(p)] + source, to, target + p * rows, length);
            }
            k += length;
        }
        for (int p = 0; p < pixels && end < from + rows; p++) {
            Arrays.fill(to, offset + p * rows + Math.max(0, end - from), offset + (p + 1) * rows, 0f);
        }
    }

    private static void copy(float[] from, int f, float[] to, int t, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, from, f + i).intoArray(to, t + i);
        }
        for (; i < count; i++) {
            to[t + i] = from[f + i];
        }
    }
}
