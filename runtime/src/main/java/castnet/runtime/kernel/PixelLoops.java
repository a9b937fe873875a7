package castnet.runtime.kernel;

/** Loops over the contiguous channels of a pixel, plain enough for C2 to vectorise. */
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
}
