package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Convolution as its definition says it, in double: the plain twin of every convolution kernel.
 *
 * <pre>
 *   y[n][o][y][x] = b[o] + sum over c of the group of o, i, j of
 *                   x[n][c][y*strideHeight - padTop + i*dilationHeight][x*strideWidth - padLeft + j*dilationWidth] * w[o][c][i][j]
 * </pre>
 */
public final class ReferenceConv {

    /** Results, and for each the sum of the absolute values of all its terms, both NCHW. */
    public record Result(double[] values, double[] magnitudes) {}

    private ReferenceConv() {}

    /** Terms of each sum, the bias included. */
    public static int terms(ConvShape s) {
        return s.in().channels() / s.groups() * s.kernelHeight() * s.kernelWidth() + 1;
    }

    /** Convolves {@code n} images that lie at {@code xo} with OIHW weights that begin at {@code offset}. */
    public static Result forward(ConvShape s, float[] x, int xo, float[] oihw, int offset, float[] bias, int n) {
        Layout out = s.out();
        int size = n * out.channels() * out.pixels();
        Result result = new Result(new double[size], new double[size]);
        int index = 0;
        for (int image = 0; image < n; image++) {
            for (int o = 0; o < out.channels(); o++) {
                for (int row = 0; row < out.height(); row++) {
                    for (int column = 0; column < out.width(); column++) {
                        int base = xo + image * s.in().imageStride();
                        element(s, x, base, oihw, offset, bias, o, row, column, result, index++);
                    }
                }
            }
        }
        return result;
    }

    private static void element(
            ConvShape s,
            float[] x,
            int base,
            float[] oihw,
            int offset,
            float[] bias,
            int o,
            int row,
            int column,
            Result result,
            int index) {
        int groupIn = s.in().channels() / s.groups();
        int group = o / (s.out().channels() / s.groups());
        double sum = bias[o];
        double magnitude = Math.abs(bias[o]);
        int weight = offset + o * groupIn * s.kernelHeight() * s.kernelWidth();
        for (int c = 0; c < groupIn; c++) {
            for (int i = 0; i < s.kernelHeight(); i++) {
                for (int j = 0; j < s.kernelWidth(); j++, weight++) {
                    int inRow = row * s.strideHeight() - s.padTop() + i * s.dilationHeight();
                    int inColumn = column * s.strideWidth() - s.padLeft() + j * s.dilationWidth();
                    boolean inside =
                            inRow >= 0 && inRow < s.in().height() && inColumn >= 0 && inColumn < s.in().width();
                    double value = inside ? x[base + s.in().offset(inRow, inColumn) + group * groupIn + c] : 0;
                    sum += value * oihw[weight];
                    magnitude += Math.abs(value * oihw[weight]);
                }
            }
        }
        result.values()[index] = sum;
        result.magnitudes()[index] = magnitude;
    }
}
