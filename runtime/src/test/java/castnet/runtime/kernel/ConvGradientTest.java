package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.POISON;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of convolutions against {@link ReferenceConvGradient}. Tolerance: a chain of as many roundings as there are terms,
 * each half an ulp of the sum of the absolute values.
 */
class ConvGradientTest {
    private static final double HALF_ULP = 0x1p-24;
    private static final int[] TEAMS = {1, 2, 3};

    /** Every shape with one image, and with three or five. */
    static Stream<Arguments> shapes() {
        List<ConvShape> all = ConvShapes.all();
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(i -> Stream.of(Arguments.of(all.get(i), 1), Arguments.of(all.get(i), 3 + 2 * (i % 2))));
    }

    /** Random operands of one layer. */
    private static final class Data {
        final ConvShape s;
        final int n;
        final TestTensor x;
        final float[] oihw;
        final Layout dxl;
        final Random random;

        Data(ConvShape s, int n) {
            this.s = s;
            this.n = n;
            random = new Random(s.hashCode() + n);
            x = TestTensor.input(s.in(), n, random);
            int taps = s.kernelHeight() * s.kernelWidth();
            oihw = new float[AT + s.out().channels() * (s.in().channels() / s.groups()) * taps];
            for (int i = 0; i < oihw.length; i++) {
                oihw[i] = random.nextFloat() * 2 - 1;
            }
            dxl = TestTensor.haloed(s.in().channels(), s.in().height(), s.in().width());
        }

        /** dy without a halo, and with one that lets a direct convolution run where the shape does. */
        List<Layout> dyLayouts() {
            int spanHeight = (s.kernelHeight() - 1) * s.dilationHeight();
            int spanWidth = (s.kernelWidth() - 1) * s.dilationWidth();
            Layout out = s.out();
            return List.of(
                    TestTensor.withHalo(out, 0, 0, 0, 0),
                    TestTensor.withHalo(
                            out,
                            Math.max(0, spanHeight - s.padTop()),
                            Math.max(0, spanWidth - s.padLeft()) + 1,
                            Math.max(0, s.in().height() + s.padTop() - out.height()),
                            Math.max(0, s.in().width() + s.padLeft() - out.width()) + 2));
        }

        ReferenceConvGradient reference(TestTensor dy) {
            return new ReferenceConvGradient(s, x.values(), oihw, AT, dy.values(), n);
        }
    }

    private static double[] tolerance(double[] magnitude, double terms) {
        return Arrays.stream(magnitude).map(m -> (terms + 2) * HALF_ULP * m).toArray();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void dataAgreesWithTheReference(ConvShape s, int n) {
        Data data = new Data(s, n);
        for (Layout dyl : data.dyLayouts()) {
            TestTensor dy = TestTensor.input(dyl, n, data.random);
            ReferenceConvGradient expected = data.reference(dy);
            double terms = (double) s.out().channels() * s.kernelHeight() * s.kernelWidth();
            double[] tolerance = tolerance(expected.dxMagnitude, terms);
            TestTensor first = data(data, dy, TestTensor.output(data.dxl, n), false, 1);
            first.check("dx", expected.dx, tolerance);
            TestTensor old = TestTensor.input(data.dxl, n, data.random);
            double[] before = old.values();
            TestTensor added = data(data, dy, TestTensor.inPlace(data.dxl, old), true, 1);
            double[] sum = new double[before.length];
            Arrays.setAll(sum, i -> before[i] + expected.dx[i]);
            added.check(
                    "accumulated dx",
                    sum,
                    DoubleStream.of(tolerance)
                            .map(t -> t + (terms + 2) * HALF_ULP)
                            .toArray());
            for (int parts : TEAMS) {
                TestTensor dx = data(data, dy, TestTensor.output(data.dxl, n), false, parts);
                assertThat(bits(dx.a)).as("bits of a team of " + parts).isEqualTo(bits(first.a));
                TestTensor dxAdded = data(data, dy, TestTensor.inPlace(data.dxl, old), true, parts);
                assertThat(bits(dxAdded.a)).as("bits of a team of " + parts).isEqualTo(bits(added.a));
            }
        }
    }

    private static TestTensor data(Data data, TestTensor dy, TestTensor dx, boolean accumulate, int parts) {
        ConvShape s = data.s;
        float[] packed = new float[ConvGradient.packedDataFloats(s, dy.l, dx.l)];
        team(parts, 0, w -> ConvGradient.packData(s, dy.l, dx.l, data.oihw, AT, packed, w));
        team(
                parts,
                ConvGradient.dataScratchFloats(s),
                w -> ConvGradient.data(s, dy.a, AT, dy.l, packed, dx.a, AT, dx.l, accumulate, data.n, w));
        return dx;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void weightAndBiasAgreeWithTheReference(ConvShape s, int n) {
        Data data = new Data(s, n);
        TestTensor dy = TestTensor.input(data.dyLayouts().get(1), n, data.random);
        ReferenceConvGradient expected = data.reference(dy);
        double terms = (double) n * s.out().pixels();
        float[] first = {};
        float[] firstBias = {};
        for (int parts : TEAMS) {
            float[] gradient = poisoned(expected.dw.length);
            float[] bias = poisoned(expected.db.length);
            team(
                    parts,
                    ConvGradient.weightScratchFloats(s),
                    w -> ConvGradient.weight(s, data.x.a, AT, dy.a, AT, dy.l, gradient, AT, n, w));
            team(
                    parts,
                    ConvGradient.biasScratchFloats(),
                    w -> ConvGradient.bias(dy.l, s.out().channels(), dy.a, AT, bias, AT, n, w));
            if (parts == 1) {
                first = gradient;
                firstBias = bias;
                check("dw", gradient, expected.dw, tolerance(expected.dwMagnitude, terms));
                check("db", bias, expected.db, tolerance(expected.dbMagnitude, terms));
            }
            assertThat(bits(gradient)).as("bits of a team of " + parts).isEqualTo(bits(first));
            assertThat(bits(bias)).as("bits of a team of " + parts).isEqualTo(bits(firstBias));
        }
    }

    private static float[] poisoned(int length) {
        float[] values = new float[AT + length + AT];
        Arrays.fill(values, POISON);
        return values;
    }

    private static void check(String label, float[] actual, double[] expected, double[] tolerance) {
        double[] inner = IntStream.range(0, expected.length)
                .mapToDouble(i -> actual[AT + i])
                .toArray();
        TestTensor.close(label, inner, expected, tolerance);
        for (int i = 0; i < AT; i++) {
            assertThat(actual[i]).isEqualTo(POISON);
            assertThat(actual[actual.length - 1 - i]).isEqualTo(POISON);
        }
    }

    /** A convolution is linear in its input and in its weights: a difference is the derivative, exactly. */
    @Test
    void theReferenceIsTheDerivativeOfTheForwardReference() {
        for (ConvShape s : ConvShapes.all()) {
            Data data = new Data(s, 2);
            TestTensor dy = TestTensor.input(s.out(), 2, data.random);
            ReferenceConvGradient gradient = data.reference(dy);
            float[] noBias = new float[s.out().channels()];
            TestTensor v = TestTensor.input(s.in(), 2, data.random);
            double[] byData =
                    ReferenceConv.forward(s, v.a, AT, data.oihw, AT, noBias, 2).values();
            assertThat(dot(gradient.dx, v.values())).isCloseTo(dot(byData, dy.values()), within(1e-9));
            float[] u = new float[AT + gradient.dw.length];
            for (int i = 0; i < u.length; i++) {
                u[i] = data.random.nextFloat();
            }
            double[] byWeight =
                    ReferenceConv.forward(s, data.x.a, AT, u, AT, noBias, 2).values();
            double[] direction = IntStream.range(0, gradient.dw.length)
                    .mapToDouble(i -> u[AT + i])
                    .toArray();
            assertThat(dot(gradient.dw, direction)).isCloseTo(dot(byWeight, dy.values()), within(1e-9));
        }
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    void theShapesTakeEveryWay() {
        long depthwise = 0;
        long direct = 0;
        long columns = 0;
        for (ConvShape s : ConvShapes.all()) {
            Layout dyl = new Data(s, 1).dyLayouts().get(1);
            if (DepthwiseGradient.applies(s)) {
                depthwise++;
            } else if (DataGradientDirect.applies(s, dyl)) {
                direct++;
            } else {
                columns++;
            }
        }
        assertThat(List.of(depthwise, direct, columns)).allMatch(count -> count > 10);
    }

    @Test
    void aSumOverManyPixelsKeepsItsDigits() {
        // Without sums per block, adding 0.1 to 40,000 times 0.1 rounds by 2e-4 each time.
        ConvShape s = ConvShapes.Spec.of(1, 1, 200, 1, 1, 0, 1).shape();
        TestTensor x = TestTensor.input(s.in(), 5, new Random(1));
        TestTensor dy = TestTensor.input(s.out(), 5, new Random(1));
        x.set(v -> 1);
        dy.set(v -> 0.1f);
        float[] gradient = new float[2];
        Worker w = Worker.alone(ConvGradient.weightScratchFloats(s));
        ConvGradient.weight(s, x.a, AT, dy.a, AT, dy.l, gradient, 0, 5, w);
        ConvGradient.bias(dy.l, 1, dy.a, AT, gradient, 1, 5, w);
        double exact = 200_000 * (double) 0.1f;
        assertThat((double) gradient[0]).isCloseTo(exact, within(1e-5 * exact));
        assertThat((double) gradient[1]).isCloseTo(exact, within(1e-5 * exact));
    }

    @Test
    void nothingIsReadBehindTheLastPixel() {
        ConvShape s = new ConvShapes.Spec(1, 3, 11, 9, 7, 7, 1, 1, 3, 3, 3, 3, 1, 1, 1, true, 0).shape();
        TestTensor x = TestTensor.input(s.in(), 1, new Random(1));
        TestTensor dy = TestTensor.input(s.out(), 1, new Random(2));
        float[] exact = Arrays.copyOfRange(x.a, AT, AT + s.in().imageStride());
        float[] expected = new float[3 * 49];
        float[] gradient = new float[3 * 49];
        Worker w = Worker.alone(ConvGradient.weightScratchFloats(s));
        ConvGradient.weight(s, x.a, AT, dy.a, AT, dy.l, expected, 0, 1, w);
        ConvGradient.weight(s, exact, 0, dy.a, AT, dy.l, gradient, 0, 1, w);
        assertThat(gradient).isEqualTo(expected);
    }

    @Test
    void aWorkerWithoutScratchMemoryIsToldSo() {
        ConvShape s = ConvShapes.Spec.of(16, 16, 8, 3, 2, 1, 1).shape();
        Worker w = Worker.alone(10);
        float[] big = new float[1 << 14];
        assertThatThrownBy(() -> ConvGradient.weight(s, big, 0, big, 0, s.out(), big, 0, 1, w))
                .hasMessageContaining("ConvGradient.weight needs");
        assertThatThrownBy(() -> ConvGradient.bias(s.out(), 16, big, 0, big, 0, 1, w))
                .hasMessageContaining("ConvGradient.bias needs 32 floats of scratch memory, the worker has 10");
        assertThatThrownBy(() -> ConvGradient.data(s, big, 0, s.out(), big, big, 0, s.in(), false, 1, w))
                .hasMessageContaining("ConvGradient.data needs");
    }

    @Test
    void aBiasIsPaddedWithZeros() {
        float[] padded = new float[16];
        team(3, 0, w -> ConvGradient.packBias(3, new float[] {9, 1, 2, 3, 9}, 1, padded, w));
        assertThat(padded).startsWith(1, 2, 3, 0).endsWith(0);
    }
}
