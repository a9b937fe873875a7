package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pooling against {@link ReferencePool}: borders, ceil mode, dilation, ties, NaN. */
class PoolingTest {
    private static final int[] TEAMS = {1, 2, 3};

    static List<PoolShape> shapes() {
        List<PoolShape> shapes = new ArrayList<>();
        // Channels, height, width, kernel, stride, padding, dilation.
        shapes.add(shape(1, 1, 1, 1, 1, 0, 1, false));
        shapes.add(shape(17, 7, 5, 3, 2, 1, 1, false));
        shapes.add(shape(16, 6, 6, 3, 2, 0, 1, true));
        shapes.add(shape(3, 5, 9, 2, 3, 1, 1, true));
        shapes.add(shape(5, 11, 4, 3, 1, 1, 2, true));
        shapes.add(shape(33, 13, 13, 5, 2, 2, 1, true));
        shapes.add(shape(2, 4, 4, 4, 4, 0, 1, false));
        Random random = new Random(7);
        while (shapes.size() < 60) {
            int kernel = 1 + random.nextInt(4);
            int dilation = 1 + random.nextInt(3) / 2;
            int size = (kernel - 1) * dilation + 1 + random.nextInt(9);
            int stride = 1 + random.nextInt(4);
            int pad = random.nextInt(kernel / 2 + 1);
            int width = size + random.nextInt(4);
            shapes.add(shape(1 + random.nextInt(36), size, width, kernel, stride, pad, dilation, random.nextBoolean()));
        }
        return shapes;
    }

    private static PoolShape shape(
            int channels, int height, int width, int kernel, int stride, int pad, int dilation, boolean ceil) {
        Layout in = TestTensor.haloed(channels, height, width);
        Layout out = TestTensor.haloed(
                channels,
                outputs(height, kernel, stride, pad, dilation, ceil),
                outputs(width, kernel, stride, pad, dilation, ceil));
        return new PoolShape(in, out, kernel, kernel, stride, stride, pad, pad, pad, pad, dilation, dilation);
    }

    // PyTorch: with ceil mode, but no window may begin beyond the input and its padding before it.
    private static int outputs(int size, int kernel, int stride, int pad, int dilation, boolean ceil) {
        int room = size + 2 * pad - (kernel - 1) * dilation - 1;
        int outputs = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
        return ceil && (outputs - 1) * stride >= size + pad ? outputs - 1 : outputs;
    }

    private static void run(
            String label, Layout l, int n, double[] expected, double tolerance, BiConsumer<TestTensor, Worker> kernel) {
        float[] first = {};
        for (int parts : TEAMS) {
            TestTensor y = TestTensor.output(l, n);
            team(parts, 0, w -> kernel.accept(y, w));
            if (parts == 1) {
                y.check(label, expected, tolerance(expected, tolerance));
                first = y.a;
            }
            assertThat(bits(y.a)).as(label + ", bits of a team of " + parts).isEqualTo(bits(first));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void maximumAgreesWithTheReference(PoolShape s) {
        for (int n : new int[] {1, 3}) {
            Random random = new Random(s.hashCode());
            TestTensor x = TestTensor.input(s.in(), n, random);
            // Few values, so that maxima are not unique.
            x.set(v -> Math.rint(v * 3));
            TestTensor dy = TestTensor.input(TestTensor.withHalo(s.out(), 0, 1, 1, 0), n, random);
            ReferencePool reference = new ReferencePool(s, n * s.in().channels());
            run("max", s.out(), n, reference.max(x.values()), 0, (y, w) -> Pooling.max(s, x.a, AT, y.a, AT, n, w));
            run(
                    "max gradient",
                    TestTensor.withHalo(s.in(), 0, 2, 1, 0),
                    n,
                    reference.maxGradient(x.values(), dy.values()),
                    1e-5,
                    (dx, w) -> Pooling.maxGradient(s, x.a, AT, dy.l, dy.a, AT, dx.l, dx.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void averageAgreesWithTheReference(PoolShape shape) {
        PoolShape s = new PoolShape(
                shape.in(),
                shape.out(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.strideHeight(),
                shape.strideWidth(),
                shape.padTop(),
                shape.padLeft(),
                shape.padBottom(),
                shape.padRight(),
                1,
                1);
        for (int n : new int[] {1, 3}) {
            for (boolean pad : new boolean[] {true, false}) {
                Random random = new Random(s.hashCode());
                TestTensor x = TestTensor.input(s.in(), n, random);
                TestTensor dy = TestTensor.input(TestTensor.withHalo(s.out(), 0, 1, 1, 0), n, random);
                ReferencePool reference = new ReferencePool(s, n * s.in().channels());
                run(
                        "average",
                        s.out(),
                        n,
                        reference.average(x.values(), pad),
                        1e-6,
                        (y, w) -> Pooling.average(s, x.a, AT, y.a, AT, pad, n, w));
                run(
                        "average gradient",
                        TestTensor.withHalo(s.in(), 0, 2, 1, 0),
                        n,
                        reference.averageGradient(dy.values(), pad),
                        1e-5,
                        (dx, w) -> Pooling.averageGradient(s, dy.l, dy.a, AT, dx.l, dx.a, AT, pad, n, w));
            }
        }
    }

    @Test
    void theGradientOfTheReferenceIsItsDerivative() {
        for (PoolShape s : shapes()) {
            Random random = new Random(3);
            double[] x = random.doubles((long) s.in().channels() * s.in().pixels(), -1, 1)
                    .toArray();
            double[] dy = random.doubles((long) s.in().channels() * s.out().pixels(), -1, 1)
                    .toArray();
            double[] v = random.doubles(x.length, -1, 1).toArray();
            ReferencePool reference = new ReferencePool(s, s.in().channels());
            double h = 1e-9;
            double[] moved = IntStream.range(0, x.length)
                    .mapToDouble(i -> x[i] + h * v[i])
                    .toArray();
            assertThat(dot(reference.maxGradient(x, dy), v))
                    .isCloseTo((dot(reference.max(moved), dy) - dot(reference.max(x), dy)) / h, within(1e-4));
            assertThat(dot(reference.averageGradient(dy, true), v))
                    .isCloseTo(dot(reference.average(v, true), dy), within(1e-9));
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    void aNaNWinsAndTakesItsGradientSomewhere() {
        PoolShape s = shape(3, 4, 4, 2, 2, 0, 1, false);
        TestTensor x = TestTensor.input(s.in(), 1, new Random(1));
        x.a[x.at(0, 1, 1, 1)] = Float.NaN;
        TestTensor y = TestTensor.output(s.out(), 1);
        Pooling.max(s, x.a, AT, y.a, AT, 1, Worker.alone(0));
        assertThat(y.values()[4]).isNaN();
        assertThat(Arrays.stream(y.values()).filter(Double::isNaN).count()).isEqualTo(1);
        TestTensor dy = TestTensor.input(s.out(), 1, new Random(2));
        dy.set(v -> 1);
        TestTensor dx = TestTensor.output(s.in(), 1);
        Pooling.maxGradient(s, x.a, AT, dy.l, dy.a, AT, dx.l, dx.a, AT, 1, Worker.alone(0));
        assertThat(Arrays.stream(dx.values()).sum()).isEqualTo(12);
    }

    @Test
    void theMeanOfAMapAndItsGradient() {
        for (int channels : new int[] {1, 15, 16, 50}) {
            for (int n : new int[] {1, 3, 5}) {
                Layout xl = TestTensor.haloed(channels, 5, 7);
                Layout yl = TestTensor.haloed(channels, 1, 1);
                PoolShape s = new PoolShape(xl, yl, 5, 7, 1, 1, 0, 0, 0, 0, 1, 1);
                TestTensor x = TestTensor.input(xl, n, new Random(1));
                TestTensor dy = TestTensor.input(yl, n, new Random(2));
                ReferencePool reference = new ReferencePool(s, n * channels);
                run(
                        "global average",
                        yl,
                        n,
                        reference.average(x.values(), true),
                        1e-6,
                        (y, w) -> Pooling.globalAverage(xl, x.a, AT, yl, y.a, AT, n, w));
                run(
                        "global average gradient",
                        xl,
                        n,
                        reference.averageGradient(dy.values(), true),
                        1e-7,
                        (dx, w) -> Pooling.globalAverageGradient(yl, dy.a, AT, xl, dx.a, AT, n, w));
            }
        }
    }
}
