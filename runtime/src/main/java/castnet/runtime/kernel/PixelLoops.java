package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;

/** Loops over the contiguous channels of a pixel, plain enough for C2 to vectorise, and over the pixels of a row. */
final class PixelLoops {

    private PixelLoops() {}

    /** {@code y = max(y, x)} of three pixels of x, some of which may be the same; a NaN wins. */
    static void max(float[] x, int first, int second, int third, float[] y, int yi, int channels) {
        int c = 0;
        // Arrays of a program are one array, so C2 does not dare to vectorise by itself.
        for (; c <= channels - LANES; c += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, first + c);
            FloatVector b = FloatVector.fromArray(SPECIES, x, second + c);
            FloatVector d = FloatVector.fromArray(SPECIES, x, third + c);
            FloatVector.fromArray(SPECIES, y, yi + c).max(a.max(b.max(d))).intoArray(y, yi + c);
        }
        for (; c < channels; c++) {
            float ofTwo = Math.max(x[second + c], x[third + c]);
            y[yi + c] = Math.max(y[yi + c], Math.max(x[first + c], ofTwo));
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

    /** {@code y = a · b}. */
    static void multiply(float[] a, int ai, float[] b, int bi, float[] y, int yi, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            FloatVector.fromArray(SPECIES, a, ai + c)
                    .mul(FloatVector.fromArray(SPECIES, b, bi + c))
                    .intoArray(y, yi + c);
        }
        for (; c < channels; c++) {
            y[yi + c] = a[ai + c] * b[bi + c];
        }
    }

    /** {@code y += Σ a · b} over {@code count} pixels, which are summed in registers first. */
    static void addProducts(
            float[] a, int ai, int aStep, float[] b, int bi, int bStep, int count, float[] y, int yi, int channels) {
        int c = 0;
        for (; c <= channels - LANES; c += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < count; i++) {
                FloatVector factor = FloatVector.fromArray(SPECIES, b, bi + c + i * bStep);
                sum = FloatVector.fromArray(SPECIES, a, ai + c + i * aStep).fma(factor, sum);
            }
            sum.add(FloatVector.fromArray(SPECIES, y, yi + c)).intoArray(y, yi + c);
        }
        for (; c < channels; c++) {
            float sum = 0;
            for (int i = 0; i < count; i++) {
                sum = Math.fma(a[ai + c + i * aStep], b[bi + c + i * bStep], sum);
            }
            y[yi + c] += sum;
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
