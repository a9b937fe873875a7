package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import java.util.Arrays;
import java.util.Random;

/**
 * Random data for one convolution: tensors lie at odd offsets, whatever is neither a tensor's interior nor its halo is poison in
 * the input (NaN) and in the output (a value that no kernel computes).
 */
final class ConvCase {

    static final float POISON = -12345.5f;
    private static final int BEFORE = 7;
    private static final int AFTER = 5;

    final ConvShape s;
    final int n;
    final float[] x;
    final float[] oihw;
    final float[] bias;
    final Layout rl;
    final float[] r;

    ConvCase(ConvShape s, int n, long seed) {
        this.s = s;
        this.n = n;
        Random random = new Random(seed);
        Layout in = s.in();
        this.x = tensor(in, n, Float.NaN, random);
        zeroHalo(in, x, n);
        int taps = s.kernelHeight() * s.kernelWidth();
        this.oihw = values(BEFORE + s.out().channels() * (in.channels() / s.groups()) * taps, random);
        this.bias = Arrays.copyOf(
                values(s.out().channels(), random), Layout.roundUp(s.out().channels()));
        Layout out = s.out();
        this.rl = new Layout(
                out.channels(), out.height(), out.width(), out.channelStride() + Layout.CHANNEL_BLOCK, 2, 1, 0, 3);
        this.r = tensor(rl, n, 1f, random);
    }

    int offset() {
        return BEFORE;
    }

    /** A poisoned output. */
    float[] output() {
        float[] y = new float[BEFORE + n * s.out().imageStride() + AFTER];
        Arrays.fill(y, POISON);
        return y;
    }

    /** An output that holds the residual, for in-place addition; poisoned around it. */
    float[] outputWithResidual() {
        float[] y = output();
        forEachPixel((image, row, column) -> System.arraycopy(
                r,
                residualAt(image, row, column),
                y,
                outputAt(image, row, column),
                s.out().channelStride()));
        return y;
    }

    int outputAt(int image, int row, int column) {
        return BEFORE + image * s.out().imageStride() + s.out().offset(row, column);
    }

    int residualAt(int image, int row, int column) {
        return BEFORE + image * rl.imageStride() + rl.offset(row, column);
    }

    interface Pixel {
        void at(int image, int row, int column);
    }

    void forEachPixel(Pixel pixel) {
        for (int image = 0; image < n; image++) {
            for (int row = 0; row < s.out().height(); row++) {
                for (int column = 0; column < s.out().width(); column++) {
                    pixel.at(image, row, column);
                }
            }
        }
    }

    private static float[] tensor(Layout l, int n, float around, Random random) {
        float[] values = values(BEFORE + n * l.imageStride() + AFTER, random);
        Arrays.fill(values, 0, BEFORE, around);
        Arrays.fill(values, values.length - AFTER, values.length, around);
        return values;
    }

    private static void zeroHalo(Layout l, float[] x, int n) {
        for (int image = 0; image < n; image++) {
            for (int row = -l.top(); row < l.height() + l.bottom(); row++) {
                for (int column = -l.left(); column < l.width() + l.right(); column++) {
                    boolean inside = row >= 0 && row < l.height() && column >= 0 && column < l.width();
                    int at = BEFORE + image * l.imageStride() + l.offset(row, column);
                    if (!inside) {
                        Arrays.fill(x, at, at + l.channelStride(), 0f);
                    }
                }
            }
        }
    }

    private static float[] values(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }
}
