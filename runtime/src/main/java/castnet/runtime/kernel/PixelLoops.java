package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;

/** Loops over the contiguous channels of a pixel, plain enough for C2 to vectorise, and over the pixels of a row. */
final class PixelLoops {

    private PixelLoops() {}

    /** {@code y = max(y, x)}; a NaN wins. */
    static void max(float[] x, int xi, float[] y, int yi, int channels) {
        for (int c = 0; c < channels; c++) {
            y[yi + c] = Math.max(y[yi + c], x[xi + c]);
        }
    }

    /** {@code y += x}. */
    static void add(float[] x, int xi, float[] y, int yi, int channels) {
        for (int c = 0; c < channels; c++) {
            y[yi + c] += x[xi + c];
        }
    }

    /** {@code y += factor * x}. */
    static void addScaled(float[] x, int xi, float[] y, int yi, int channels, float factor) {
        for (int c = 0; c < channels; c++) {
            y[yi + c] += factor * x[xi + c];
        }
    }

    /** {@code y *= factor}. */
    static void scale(float[] y, int yi, int channels, float factor) {
        for (int c = 0; c < channels; c++) {
            y[yi + c] *= factor;
        }
    }

    /** Adds 16 channels of {@code count} pixels, which are summed in registers first, to those of {@code y}. */
    static void addPixels(float[] x, int xi, int step, int count, float[] y, int yi) {
        for (int c = 0; c < Layout.CHANNEL_BLOCK; c += LANES) {
            addPixelsOfVector(x, xi + c, step, count, y, yi + c);
        }
    }

    private static void addPixelsOfVector(float[] x, int xi, int step, int count, float[] y, int yi) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, xi + i * step));
        }
        sum.add(FloatVector.fromArray(SPECIES, y, yi)).intoArray(y, yi);
    }
}
