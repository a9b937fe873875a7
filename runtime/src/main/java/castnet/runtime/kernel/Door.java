package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Copies one image between its owner's order and a {@link Layout}. Writes pixels only: halo and padding channels stay as they
 * are.
 */
public final class Door {
    private Door() {}

    /** From {@code image[imageOffset + (c*height + y)*width + x]}. */
    public static void fromNchw(Layout l, float[] image, int imageOffset, float[] a, int offset) {
        int from = imageOffset;
        for (int c = 0; c < l.channels(); c++) {
            for (int y = 0; y < l.height(); y++) {
                for (int x = 0; x < l.width(); x++) {
                    a[offset + l.offset(y, x) + c] = image[from++];
                }
            }
        }
    }

    /** From {@code image[imageOffset + (y*width + x)*channels + c]}. */
    public static void fromNhwc(Layout l, float[] image, int imageOffset, float[] a, int offset) {
        for (int y = 0; y < l.height(); y++) {
            for (int x = 0; x < l.width(); x++) {
                int from = imageOffset + (y * l.width() + x) * l.channels();
                System.arraycopy(image, from, a, offset + l.offset(y, x), l.channels());
            }
        }
    }

    /** To {@code out[outOffset + (c*height + y)*width + x]}. */
    public static void toNchw(Layout l, float[] a, int offset, float[] out, int outOffset) {
        int to = outOffset;
        for (int c = 0; c < l.channels(); c++) {
            for (int y = 0; y < l.height(); y++) {
                for (int x = 0; x < l.width(); x++) {
                    out[to++] = a[offset + l.offset(y, x) + c];
                }
            }
        }
    }

    /** To {@code out[outOffset + (y*width + x)*channels + c]}. */
    public static void toNhwc(Layout l, float[] a, int offset, float[] out, int outOffset) {
        for (int y = 0; y < l.height(); y++) {
            for (int x = 0; x < l.width(); x++) {
                int to = outOffset + (y * l.width() + x) * l.channels();
                System.arraycopy(a, offset + l.offset(y, x), out, to, l.channels());
            }
        }
    }
}
