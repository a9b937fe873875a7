package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * One window of the gradient of a maximum: {@code dy} goes to the first pixel that has the maximum, row by row. First the maximum
 * is found again, then each pixel of the window takes what is left if it has it, a vector of channels at a time. Where a NaN is the
 * maximum, the first pixel takes it.
 */
final class MaxGradientWindow {

    private MaxGradientWindow() {}

    /** Adds {@code dy} at {@code from} to {@code dx}, whose image begins at {@code gb}, as the image of {@code x} at {@code xb} says. */
    static void add(
            PoolShape s, int row, int column, float[] x, int xb, float[] dy, int from, Layout dxl, float[] dx, int gb) {
        Layout in = s.in();
        int dh = s.dilationHeight();
        int dw = s.dilationWidth();
        int firstRow = row + Math.max(0, Math.ceilDiv(-row, dh)) * dh;
        int firstColumn = column + Math.max(0, Math.ceilDiv(-column, dw)) * dw;
        int rows = Math.ceilDiv(Math.min(row + s.kernelHeight() * dh, in.height()) - firstRow, dh);
        int columns = Math.ceilDiv(Math.min(column + s.kernelWidth() * dw, in.width()) - firstColumn, dw);
        int xi = xb + in.offset(firstRow, firstColumn);
        int gi = gb + dxl.offset(firstRow, firstColumn);
        int count = rows * columns;
        for (int c = 0; c < dxl.channelStride(); c += LANES) {
            vector(
                    x,
                    xi + c,
                    dh * in.rowStride(),
                    dw * in.channelStride(),
                    dy,
                    from + c,
                    dx,
                    gi + c,
                    dh * dxl.rowStride(),
                    dw * dxl.channelStride(),
                    columns,
                    count);
        }
    }

    // One loop level over the pixels of a window, for C2: hence the divisions.
    private static void vector(
            float[] x,
            int xi,
            int xRow,
            int xStep,
            float[] dy,
            int from,
            float[] dx,
            int gi,
            int gRow,
            int gStep,
            int columns,
            int count) {
        FloatVector highest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < count; i++) {
            highest = highest.max(FloatVector.fromArray(SPECIES, x, xi + i / columns * xRow + i % columns * xStep));
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector left = FloatVector.fromArray(SPECIES, dy, from);
        for (int i = 0; i < count; i++) {
            // "Not below" instead of "equal": dy goes somewhere even where a NaN is the maximum.
            FloatVector value = FloatVector.fromArray(SPECIES, x, xi + i / columns * xRow + i % columns * xStep);
            VectorMask<Float> takes = value.compare(VectorOperators.LT, highest).not();
            int at = gi + i / columns * gRow + i % columns * gStep;
            FloatVector.fromArray(SPECIES, dx, at).add(zero.blend(left, takes)).intoArray(dx, at);
            left = left.blend(0f, takes);
        }
    }
}
