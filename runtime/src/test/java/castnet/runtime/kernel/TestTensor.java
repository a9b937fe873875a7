package castnet.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Images of one layout at an odd offset of an array. Around them, and in the halo of an output, lies a value that no kernel
 * computes; around an input NaN, and in its halo zeros.
 */
final class TestTensor {
    static final float POISON = -12345.5f;
    static final int AT = 7;
    private static final int AFTER = 5;

    final Layout l;
    final int n;
    final float[] a;

    private TestTensor(Layout l, int n, float[] a) {
        this.l = l;
        this.n = n;
        this.a = a;
    }

    /** Something to read: random values from -1 to 1, padding channels too. */
    static TestTensor input(Layout l, int n, Random random) {
        TestTensor t = new TestTensor(l, n, new float[AT + n * l.imageStride() + AFTER]);
        Arrays.fill(t.a, 0, AT, Float.NaN);
        Arrays.fill(t.a, t.a.length - AFTER, t.a.length, Float.NaN);
        t.fillPixels(() -> random.nextFloat() * 2 - 1);
        return t;
    }

    /** Something to overwrite: NaN inside, which must be gone afterwards. */
    static TestTensor output(Layout l, int n) {
        TestTensor t = new TestTensor(l, n, new float[AT + n * l.imageStride() + AFTER]);
        Arrays.fill(t.a, POISON);
        t.fillPixels(() -> Float.NaN);
        return t;
    }

    /** Something to read and then overwrite: the pixels of {@code source}, which has as many channels. */
    static TestTensor inPlace(Layout l, TestTensor source) {
        TestTensor t = output(l, source.n);
        t.forEachPixel((image, y, x) -> System.arraycopy(
                source.a, source.at(image, 0, y, x), t.a, t.at(image, 0, y, x), Layout.roundUp(l.channels())));
        return t;
    }

    /** {@code channels × height × width} with padded channels and an uneven halo. */
    static Layout haloed(int channels, int height, int width) {
        return new Layout(channels, height, width, Layout.roundUp(channels), 1, 2, 0, 1);
    }

    /** The same pixels with another halo. */
    static Layout withHalo(Layout l, int top, int left, int bottom, int right) {
        return new Layout(l.channels(), l.height(), l.width(), Layout.roundUp(l.channels()), top, left, bottom, right);
    }

    int at(int image, int c, int y, int x) {
        return AT + image * l.imageStride() + l.offset(y, x) + c;
    }

    /** Interior values as NCHW. */
    double[] values() {
        double[] values = new double[n * l.channels() * l.pixels()];
        int index = 0;
        for (int image = 0; image < n; image++) {
            for (int c = 0; c < l.channels(); c++) {
                for (int p = 0; p < l.pixels(); p++) {
                    values[index++] = a[at(image, c, p / l.width(), p % l.width())];
                }
            }
        }
        return values;
    }

    /** Changes interior values, padding channels not. */
    void set(java.util.function.DoubleUnaryOperator f) {
        forEachPixel((image, y, x) -> {
            for (int c = 0; c < l.channels(); c++) {
                a[at(image, c, y, x)] = (float) f.applyAsDouble(a[at(image, c, y, x)]);
            }
        });
    }

    /** Fails unless the interior is close to NCHW values, padding channels are finite, and the rest is as {@link #output} left it. */
    void check(String label, double[] expected, double[] tolerance) {
        close(label, values(), expected, tolerance);
        float[] rest = a.clone();
        forEachPixel((image, y, x) -> {
            for (int c = 0; c < l.channelStride(); c++) {
                int at = at(image, c, y, x);
                if (!Float.isFinite(a[at]) && c >= l.channels()) {
                    assertThat(a[at]).as("%s, padding channel %d", label, c).isFinite();
                }
                rest[at] = POISON;
            }
        });
        assertThat(rest).as(label + ", outside of the interior").containsOnly(POISON);
    }

    static void close(String label, double[] actual, double[] expected, double[] tolerance) {
        assertThat(actual).as(label).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            boolean close =
                    Math.abs(actual[i] - expected[i]) <= tolerance[i] || Double.compare(actual[i], expected[i]) == 0;
            if (!close) {
                assertThat(actual[i])
                        .as("%s, element %d of %d", label, i, actual.length)
                        .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(tolerance[i]));
            }
        }
    }

    /** A constant tolerance for each of {@code like}. */
    static double[] tolerance(double[] like, double value) {
        double[] tolerance = new double[like.length];
        Arrays.fill(tolerance, value);
        return tolerance;
    }

    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    /** All slices of a kernel, each with scratch memory of just that size, full of NaN. */
    static void team(int parts, int scratchFloats, Consumer<Worker> kernel) {
        for (int part = 0; part < parts; part++) {
            Worker w = Worker.slice(part, parts, scratchFloats);
            Arrays.fill(w.scratch(), Float.NaN);
            kernel.accept(w);
        }
    }

    interface Pixel {
        void at(int image, int y, int x);
    }

    void forEachPixel(Pixel pixel) {
        for (int image = 0; image < n; image++) {
            for (int y = 0; y < l.height(); y++) {
                for (int x = 0; x < l.width(); x++) {
                    pixel.at(image, y, x);
                }
            }
        }
    }

    private interface Source {
        float next();
    }

    private void fillPixels(Source source) {
        forEachPixel((image, y, x) -> {
            for (int c = 0; c < l.channelStride(); c++) {
                a[at(image, c, y, x)] = source.next();
            }
        });
    }
}
