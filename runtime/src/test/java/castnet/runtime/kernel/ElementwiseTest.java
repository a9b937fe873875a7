package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums, copies and dropout against plain loops over NCHW values, for odd sizes, one to five images and teams of one to three. */
class ElementwiseTest {
    private static final int[] IMAGES = {1, 3, 5};

    private final Random random = new Random(1);

    private static void run(String label, Layout l, int n, double[] expected, BiConsumer<TestTensor, Worker> kernel) {
        float[] first = {};
        for (int parts : new int[] {1, 2, 3}) {
            TestTensor y = TestTensor.output(l, n);
            team(parts, 0, w -> kernel.accept(y, w));
            if (parts == 1) {
                y.check(label, expected, tolerance(expected, 1e-7));
                first = y.a;
            }
            assertThat(bits(y.a)).as(label + ", bits of a team of " + parts).isEqualTo(bits(first));
        }
    }

    private static void runInPlace(TestTensor source, double[] expected, BiConsumer<TestTensor, Worker> kernel) {
        TestTensor y = TestTensor.inPlace(source.l, source);
        team(2, 0, w -> kernel.accept(y, w));
        y.check("in place", expected, tolerance(expected, 1e-7));
    }

    private static double[] both(TestTensor a, TestTensor b, java.util.function.DoubleBinaryOperator f) {
        double[] x = a.values();
        double[] y = b.values();
        return IntStream.range(0, x.length)
                .mapToDouble(i -> f.applyAsDouble(x[i], y[i]))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 40})
    void sumsAndTheGradientOfRelu(int channels) {
        for (int n : IMAGES) {
            Layout l = TestTensor.haloed(channels, 3, 5);
            TestTensor a = TestTensor.input(l, n, random);
            TestTensor b = TestTensor.input(TestTensor.withHalo(l, 2, 0, 0, 1), n, random);
            double[] sum = both(a, b, Double::sum);
            double[] relu = Arrays.stream(sum).map(v -> Math.max(0, v)).toArray();
            double[] masked = both(a, b, (dy, y) -> y > 0 ? dy : 0);
            run("add", l, n, sum, (y, w) -> Elementwise.add(l, a.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
            runInPlace(a, sum, (y, w) -> Elementwise.add(l, y.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
            runInPlace(b, sum, (y, w) -> Elementwise.add(l, a.a, AT, b.l, y.a, AT, b.l, y.a, AT, n, w));
            run("addRelu", l, n, relu, (y, w) -> Elementwise.addRelu(l, a.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
            runInPlace(b, relu, (y, w) -> Elementwise.addRelu(l, a.a, AT, b.l, y.a, AT, b.l, y.a, AT, n, w));
            run(
                    "reluGradient",
                    l,
                    n,
                    masked,
                    (y, w) -> Elementwise.reluGradient(l, a.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
            runInPlace(a, masked, (y, w) -> Elementwise.reluGradient(l, y.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17})
    void channelsAreCopiedPaddedAndSliced(int channels) {
        for (int n : IMAGES) {
            Layout l = TestTensor.haloed(channels, 3, 2);
            Layout wide = TestTensor.haloed(channels + 5 + 7, 3, 2);
            TestTensor x = TestTensor.input(l, n, random);
            TestTensor before = TestTensor.input(TestTensor.haloed(5, 3, 2), n, random);
            TestTensor after = TestTensor.input(TestTensor.haloed(7, 3, 2), n, random);
            double[] concatenated = perPixel(
                    wide,
                    n,
                    (image, c, p) -> c < 5
                            ? value(before, image, c, p)
                            : c < 5 + channels ? value(x, image, c - 5, p) : value(after, image, c - 5 - channels, p));
            run("concatenation", wide, n, concatenated, (y, w) -> {
                Elementwise.copyChannels(before.l, before.a, AT, wide, y.a, AT, 0, n, w);
                Elementwise.copyChannels(l, x.a, AT, wide, y.a, AT, 5, n, w);
                Elementwise.copyChannels(after.l, after.a, AT, wide, y.a, AT, 5 + channels, n, w);
            });
            double[] padded =
                    perPixel(wide, n, (image, c, p) -> c < 5 || c >= 5 + channels ? 0 : value(x, image, c - 5, p));
            run("padding", wide, n, padded, (y, w) -> Elementwise.padChannels(l, x.a, AT, wide, y.a, AT, 5, n, w));
            TestTensor whole = TestTensor.input(wide, n, random);
            double[] slice = perPixel(l, n, (image, c, p) -> value(whole, image, c + 5, p));
            run("slice", l, n, slice, (y, w) -> Elementwise.sliceChannels(wide, whole.a, AT, 5, l, y.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pixelsAreLeftOutAndPutBack(int stride) {
        for (int n : IMAGES) {
            Layout l = TestTensor.haloed(17, 7, 5);
            Layout small = TestTensor.haloed(17, (7 - 1) / stride + 1, (5 - 1) / 2 + 1);
            TestTensor x = TestTensor.input(l, n, random);
            TestTensor dy = TestTensor.input(small, n, random);
            double[] less = perPixel(
                    small,
                    n,
                    (image, c, p) -> value(x, image, c, p / small.width() * stride * 5 + p % small.width() * 2));
            run(
                    "subsample",
                    small,
                    n,
                    less,
                    (y, w) -> Elementwise.subsample(l, x.a, AT, stride, 2, small, y.a, AT, n, w));
            double[] back = perPixel(
                    l,
                    n,
                    (image, c, p) -> p / 5 % stride == 0 && p % 5 % 2 == 0
                            ? value(dy, image, c, p / 5 / stride * small.width() + p % 5 / 2)
                            : 0);
            run(
                    "subsampleGradient",
                    l,
                    n,
                    back,
                    (y, w) -> Elementwise.subsampleGradient(small, dy.a, AT, stride, 2, l, y.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void aMapBecomesAVectorAndBack(int channels) {
        for (int n : IMAGES) {
            Layout l = TestTensor.haloed(channels, 3, 2);
            Layout flat = TestTensor.haloed(channels * 6, 1, 1);
            TestTensor x = TestTensor.input(l, n, random);
            run("flatten", flat, n, x.values(), (y, w) -> Elementwise.reshape(l, x.a, AT, flat, y.a, AT, n, w));
            TestTensor dy = TestTensor.input(flat, n, random);
            run("back", l, n, dy.values(), (y, w) -> Elementwise.reshape(flat, dy.a, AT, l, y.a, AT, n, w));
            // In NCHW order nothing moves.
            Layout turned = TestTensor.haloed(2, channels, 3);
            run("turn", turned, n, x.values(), (y, w) -> Elementwise.reshape(l, x.a, AT, turned, y.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, 0.1f, 0.5f, 0.9f})
    void dropoutKeepsTheMeanAndFindsItsMaskAgain(float probability) {
        int n = 5;
        Layout l = TestTensor.haloed(19, 11, 13);
        TestTensor x = TestTensor.input(l, n, random);
        x.set(v -> 1);
        double[] y = dropout(x, probability, 1, 1, 1, 1);
        double kept = 1 / (1 - (double) probability);
        assertThat(Arrays.stream(y)).allMatch(v -> v == 0 || Math.abs(v - kept) < 1e-6);
        double dropped = Arrays.stream(y).filter(v -> v == 0).count() / (double) y.length;
        // Five standard deviations of a binomial.
        assertThat(dropped)
                .isCloseTo(probability, within(5 * Math.sqrt(probability * (1 - probability) / y.length) + 1e-9));
        assertThat(dropout(x, probability, 1, 1, 1, 2)).isEqualTo(y);
        assertThat(dropout(x, probability, 1, 1, 1, 3)).isEqualTo(y);
        runInPlace(x, y, (t, w) -> Elementwise.dropout(l, t.a, AT, l, t.a, AT, probability, 1, 1, 1, n, w));
        if (probability > 0) {
            assertThat(dropout(x, probability, 2, 1, 1, 1)).as("another seed").isNotEqualTo(y);
            assertThat(dropout(x, probability, 1, 2, 1, 1)).as("another step").isNotEqualTo(y);
            assertThat(dropout(x, probability, 1, 1, 2, 1)).as("another layer").isNotEqualTo(y);
        }
        // Another layout has the same mask: it goes by the element's number, not by where it lies.
        Layout dense = Layout.blocked(19, 11, 13);
        TestTensor g = TestTensor.inPlace(dense, x);
        team(1, 0, w -> Elementwise.dropout(dense, g.a, AT, dense, g.a, AT, probability, 1, 1, 1, n, w));
        assertThat(g.values()).isEqualTo(y);
    }

    private static double[] dropout(TestTensor x, float probability, long seed, long step, int layer, int parts) {
        TestTensor y = TestTensor.output(x.l, x.n);
        team(parts, 0, w -> Elementwise.dropout(x.l, x.a, AT, y.l, y.a, AT, probability, seed, step, layer, x.n, w));
        return y.values();
    }

    private interface Element {
        double at(int image, int c, int pixel);
    }

    private static double[] perPixel(Layout l, int n, Element element) {
        double[] values = new double[n * l.channels() * l.pixels()];
        Arrays.setAll(
                values, i -> element.at(i / l.pixels() / l.channels(), i / l.pixels() % l.channels(), i % l.pixels()));
        return values;
    }

    private static double value(TestTensor t, int image, int c, int pixel) {
        return t.a[t.at(image, c, pixel / t.l.width(), pixel % t.l.width())];
    }
}
