package castnet.runtime.data;

/**
 * Bilinear resizing with pixel centres at halves: {@code out[i] = sum_k w(k) in[k]}, where {@code w} is a triangle around
 * {@code (i + 0.5) * from / to - 0.5}, as wide as one input pixel to each side when enlarging and as one output pixel when
 * reducing (so that no input pixel is left out), and sums to 1. Rows and columns one after the other in double, rounded once.
 */
final class Resize {
    private Resize() {}

    static Picture bilinear(Picture picture, int height, int width) {
        if (picture.height() == height && picture.width() == width) {
            return picture;
        }
        Filter columns = new Filter(picture.width(), width);
        Filter rows = new Filter(picture.height(), height);
        double[] wide = new double[picture.height() * width];
        byte[] planes = new byte[Math.multiplyExact(picture.channels(), Math.multiplyExact(height, width))];
        for (int c = 0; c < picture.channels(); c++) {
            for (int y = 0; y < picture.height(); y++) {
                int from = (c * picture.height() + y) * picture.width();
                for (int x = 0; x < width; x++) {
                    wide[y * width + x] = columns.sum(x, picture.planes(), from);
                }
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    planes[(c * height + y) * width + x] = (byte) (int) (rows.sum(y, wide, x, width) + 0.5);
                }
            }
        }
        return new Picture(picture.channels(), height, width, planes);
    }

    /** The weights of one direction. */
    private static final class Filter {
        private final int[] first;
        private final double[][] weights;

        Filter(int from, int to) {
            first = new int[to];
            weights = new double[to][];
            double scale = (double) from / to;
            double reach = Math.max(1, scale);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale - 0.5;
                first[i] = Math.max(0, (int) Math.ceil(centre - reach));
                int last = Math.min(from - 1, (int) Math.floor(centre + reach));
                weights[i] = new double[last - first[i] + 1];
                double total = 0;
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] = 1 - Math.abs(first[i] + k - centre) / reach;
                    total += weights[i][k];
                }
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] /= total;
                }
            }
        }

        double sum(int i, byte[] values, int from) {
            double sum = 0;
            for (int k = 0; k < weights[i].length; k++) {
                sum += weights[i][k] * (values[from + first[i] + k] & 255);
            }
            return sum;
        }

        double sum(int i, double[] values, int from, int stride) {
            double sum = 0;
            for (int k = 0; k < weights[i].length; k++) {
                sum += weights[i][k] * values[from + (first[i] + k) * stride];
            }
            return sum;
        }
    }
}
