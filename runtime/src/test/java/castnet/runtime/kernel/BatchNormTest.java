package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Batch normalisation against {@link ReferenceNorm}: forward, running statistics, gradient, with and without ReLU and addition. */
class BatchNormTest {
    private static final float EPSILON = 1e-5f;
    private static final float MOMENTUM = 0.1f;
    private static final int[] TEAMS = {1, 2, 3};

    static Stream<Arguments> shapes() {
        return Stream.of(
                        new int[] {1, 1, 2},
                        new int[] {1, 7, 5},
                        new int[] {3, 5, 7},
                        new int[] {15, 3, 4},
                        new int[] {16, 4, 4},
                        new int[] {17, 11, 1},
                        new int[] {40, 1, 13},
                        new int[] {7, 2, 3})
                .flatMap(s -> Stream.of(1, 3, 5).map(n -> Arguments.of(TestTensor.haloed(s[0], s[1], s[2]), n)));
    }

    /** One layer, run through all stages. */
    private static final class Run {
        final Layout l;
        final int n;
        final int parts;
        final TestTensor x;
        final TestTensor r;
        final TestTensor dy;
        final float[] gamma;
        final float[] beta;
        final float[] partials;
        final float[] mean;
        final float[] inverse;
        final float[] runningMean;
        final float[] runningVariance;

        Run(Layout l, int n, int parts) {
            this.l = l;
            this.n = n;
            this.parts = parts;
            Random random = new Random(l.hashCode() + n);
            x = TestTensor.input(l, n, random);
            r = TestTensor.input(TestTensor.withHalo(l, 0, 1, 0, 0), n, random);
            dy = TestTensor.input(TestTensor.withHalo(l, 0, 0, 2, 0), n, random);
            gamma = floats(AT + l.channels(), random);
            beta = floats(AT + l.channels(), random);
            runningMean = floats(AT + l.channels(), random);
            runningVariance = floats(AT + l.channels(), random);
            int padded = Layout.roundUp(l.channels());
            partials = new float[AT + n * 4 * padded];
            mean = new float[padded];
            inverse = new float[padded];
        }

        Run statistics() {
            team(parts, 0, w -> BatchNorm.statistics(l, x.a, AT, partials, AT, n, w));
            team(
                    parts,
                    0,
                    w -> BatchNorm.finish(
                            l,
                            partials,
                            AT,
                            mean,
                            inverse,
                            runningMean,
                            AT,
                            runningVariance,
                            AT,
                            MOMENTUM,
                            EPSILON,
                            n,
                            w));
            return this;
        }

        ReferenceNorm reference() {
            return new ReferenceNorm(x.values(), l.channels(), l.pixels(), EPSILON);
        }

        TestTensor normalized(Epilogue e, TestTensor from, TestTensor add, TestTensor y) {
            team(parts, BatchNorm.scratchFloats(l), w -> {
                switch (e) {
                    case BIAS ->
                        BatchNorm.normalize(from.l, from.a, AT, mean, inverse, gamma, AT, beta, AT, y.l, y.a, AT, n, w);
                    case BIAS_RELU ->
                        BatchNorm.normalizeRelu(
                                from.l, from.a, AT, mean, inverse, gamma, AT, beta, AT, y.l, y.a, AT, n, w);
                    case BIAS_ADD ->
                        BatchNorm.normalizeAdd(
                                from.l, from.a, AT, mean, inverse, gamma, AT, beta, AT, add.l, add.a, AT, y.l, y.a, AT,
                                n, w);
                    case BIAS_ADD_RELU ->
                        BatchNorm.normalizeAddRelu(
                                from.l, from.a, AT, mean, inverse, gamma, AT, beta, AT, add.l, add.a, AT, y.l, y.a, AT,
                                n, w);
                }
            });
            return y;
        }

        double[] expected(Epilogue e) {
            double[] y = reference().normalized(x.values(), gamma, AT, beta, AT);
            double[] residual = r.values();
            for (int i = 0; i < y.length; i++) {
                y[i] += adds(e) ? residual[i] : 0;
                y[i] = rectifies(e) ? Math.max(0, y[i]) : y[i];
            }
            return y;
        }
    }

    private static boolean adds(Epilogue e) {
        return e == Epilogue.BIAS_ADD || e == Epilogue.BIAS_ADD_RELU;
    }

    private static boolean rectifies(Epilogue e) {
        return e == Epilogue.BIAS_RELU || e == Epilogue.BIAS_ADD_RELU;
    }

    private static float[] floats(int count, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() + 0.25f;
        }
        return values;
    }

    private static void compare(String label, float[] actual, int offset, double[] expected, double tolerance) {
        double[] values = IntStream.range(0, expected.length)
                .mapToDouble(i -> actual[offset + i])
                .toArray();
        TestTensor.close(label, values, expected, tolerance(expected, tolerance));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void statisticsAreThoseOfTheBatch(Layout l, int n) {
        Run first = new Run(l, n, 1);
        float[] oldMean = first.runningMean.clone();
        float[] oldVariance = first.runningVariance.clone();
        first.statistics();
        ReferenceNorm expected = first.reference();
        compare("mean", first.mean, 0, expected.mean, 1e-6);
        int count = n * l.pixels();
        for (int c = 0; c < l.channels(); c++) {
            assertThat((double) first.inverse[c]).isCloseTo(expected.inverse[c], within(1e-5 * expected.inverse[c]));
            double unbiased = expected.variance[c] * count / (count - 1);
            assertThat((double) first.runningMean[AT + c])
                    .isCloseTo(0.9 * oldMean[AT + c] + 0.1 * expected.mean[c], within(1e-6));
            assertThat((double) first.runningVariance[AT + c])
                    .isCloseTo(0.9 * oldVariance[AT + c] + 0.1 * unbiased, within(1e-6));
        }
        for (int parts : TEAMS) {
            Run team = new Run(l, n, parts).statistics();
            assertThat(bits(team.mean)).isEqualTo(bits(first.mean));
            assertThat(bits(team.inverse)).isEqualTo(bits(first.inverse));
            assertThat(bits(team.runningVariance)).isEqualTo(bits(first.runningVariance));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void normalizationAgreesWithTheReference(Layout l, int n) {
        for (int parts : TEAMS) {
            Run run = new Run(l, n, parts).statistics();
            for (Epilogue e : Epilogue.values()) {
                double[] expected = run.expected(e);
                Layout yl = TestTensor.withHalo(l, 2, 0, 1, 3);
                TestTensor y = run.normalized(e, run.x, run.r, TestTensor.output(yl, n));
                y.check(e + " of a team of " + parts, expected, tolerance(expected, 2e-5));
                TestTensor inX = TestTensor.inPlace(l, run.x);
                assertThat(run.normalized(e, inX, run.r, inX).values())
                        .as(e + " in place")
                        .isEqualTo(y.values());
                TestTensor inR = TestTensor.inPlace(run.r.l, run.r);
                assertThat(run.normalized(e, run.x, inR, inR).values())
                        .as(e + " into the residual")
                        .isEqualTo(
                                adds(e)
                                        ? y.values()
                                        : run.normalized(e, run.x, run.r, TestTensor.output(yl, n))
                                                .values());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsAgreeWithTheReference(Layout l, int n) {
        for (Epilogue e : new Epilogue[] {Epilogue.BIAS, Epilogue.BIAS_RELU, Epilogue.BIAS_ADD_RELU}) {
            float[] first = {};
            for (int parts : TEAMS) {
                Run run = new Run(l, n, parts).statistics();
                TestTensor y = run.normalized(e, run.x, run.r, TestTensor.output(l, n));
                Gradients g = new Gradients(run, e, y);
                double[] live = run.dy.values();
                double[] out = y.values();
                for (int i = 0; i < live.length; i++) {
                    live[i] = !rectifies(e) || out[i] > 0 ? live[i] : 0;
                }
                ReferenceNorm norm = run.reference();
                double scale = n * l.pixels();
                compare("dbeta " + e, g.dbeta, AT, norm.dbeta(live), 1e-6 * scale);
                compare("dgamma " + e, g.dgamma, AT, norm.dgamma(run.x.values(), live), 1e-5 * scale);
                double[] dx = norm.dx(run.x.values(), live, run.gamma, AT);
                g.into(run.dy, TestTensor.output(TestTensor.withHalo(l, 1, 1, 0, 0), n), y)
                        .check(
                                "dx " + e,
                                dx,
                                tolerance(
                                        dx,
                                        3e-5 * Arrays.stream(norm.inverse).max().orElseThrow()));
                if (parts == 1) {
                    first = g.into(run.dy, TestTensor.output(l, n), y).a;
                }
                assertThat(bits(g.into(run.dy, TestTensor.output(l, n), y).a)).isEqualTo(bits(first));
                TestTensor inDy = TestTensor.inPlace(run.dy.l, run.dy);
                assertThat(g.into(inDy, inDy, y).values())
                        .as("in dy")
                        .isEqualTo(g.into(run.dy, TestTensor.output(l, n), y).values());
                if (e == Epilogue.BIAS_ADD_RELU) {
                    g.dr.check("dr", live, tolerance(live, 0));
                }
            }
        }
    }

    /** The two stages of a gradient. */
    private static final class Gradients {
        final Run run;
        final Epilogue e;
        final float[] dgamma;
        final float[] dbeta;
        TestTensor dr;

        Gradients(Run run, Epilogue e, TestTensor y) {
            this.run = run;
            this.e = e;
            dgamma = new float[AT + run.l.channels()];
            dbeta = new float[AT + run.l.channels()];
            dr = TestTensor.output(run.l, run.n);
            TestTensor dy = run.dy;
            TestTensor x = run.x;
            team(run.parts, 0, w -> {
                if (e == Epilogue.BIAS) {
                    BatchNorm.gradientSums(
                            dy.l, dy.a, AT, x.l, x.a, AT, run.mean, run.inverse, run.partials, AT, run.n, w);
                } else {
                    BatchNorm.gradientSumsRelu(
                            dy.l,
                            dy.a,
                            AT,
                            y.l,
                            y.a,
                            AT,
                            x.l,
                            x.a,
                            AT,
                            run.mean,
                            run.inverse,
                            run.partials,
                            AT,
                            run.n,
                            w);
                }
            });
            team(run.parts, 0, w -> BatchNorm.finishGradient(run.l, run.partials, AT, dgamma, AT, dbeta, AT, run.n, w));
        }

        TestTensor into(TestTensor dy, TestTensor dx, TestTensor y) {
            TestTensor x = run.x;
            dr = TestTensor.output(run.l, run.n);
            team(run.parts, BatchNorm.scratchFloats(run.l), w -> {
                switch (e) {
                    case BIAS ->
                        BatchNorm.gradient(
                                dy.l,
                                dy.a,
                                AT,
                                x.l,
                                x.a,
                                AT,
                                run.mean,
                                run.inverse,
                                run.gamma,
                                AT,
                                dgamma,
                                AT,
                                dbeta,
                                AT,
                                dx.l,
                                dx.a,
                                AT,
                                run.n,
                                w);
                    case BIAS_RELU ->
                        BatchNorm.gradientRelu(
                                dy.l,
                                dy.a,
                                AT,
                                y.l,
                                y.a,
                                AT,
                                x.l,
                                x.a,
                                AT,
                                run.mean,
                                run.inverse,
                                run.gamma,
                                AT,
                                dgamma,
                                AT,
                                dbeta,
                                AT,
                                dx.l,
                                dx.a,
                                AT,
                                run.n,
                                w);
                    default ->
                        BatchNorm.gradientAddRelu(
                                dy.l,
                                dy.a,
                                AT,
                                y.l,
                                y.a,
                                AT,
                                x.l,
                                x.a,
                                AT,
                                run.mean,
                                run.inverse,
                                run.gamma,
                                AT,
                                dgamma,
                                AT,
                                dbeta,
                                AT,
                                dx.l,
                                dx.a,
                                AT,
                                dr.l,
                                dr.a,
                                AT,
                                run.n,
                                w);
                }
            });
            return dx;
        }
    }

    @Test
    void theGradientOfTheReferenceIsItsDerivative() {
        Run run = new Run(TestTensor.haloed(5, 4, 3), 3, 1);
        Random random = new Random(1);
        double[] x = run.x.values();
        double[] dy = run.dy.values();
        double[] v = random.doubles(x.length, -1, 1).toArray();
        double[] gradient = run.reference().dx(x, dy, run.gamma, AT);
        double h = 1e-5;
        double slope = (loss(run, x, v, h, dy) - loss(run, x, v, -h, dy)) / (2 * h);
        assertThat(dot(gradient, v)).isCloseTo(slope, within(1e-7));
    }

    private static double loss(Run run, double[] x, double[] v, double h, double[] dy) {
        double[] moved =
                IntStream.range(0, x.length).mapToDouble(i -> x[i] + h * v[i]).toArray();
        ReferenceNorm norm = new ReferenceNorm(moved, run.l.channels(), run.l.pixels(), EPSILON);
        return dot(norm.normalized(moved, run.gamma, AT, run.beta, AT), dy);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    @Test
    void aMeanThatIsLargeBesideTheDeviationLosesNoDigits() {
        for (double outlier : new double[] {0, 500}) {
            Run run = new Run(TestTensor.haloed(3, 30, 31), 3, 1);
            run.x.set(v -> 1000 + v / 64);
            // A first pixel that is unlike the others, as zeros around an image make it.
            run.x.a[run.x.at(0, 0, 0, 0)] -= (float) outlier;
            run.statistics();
            ReferenceNorm expected = run.reference();
            for (int c = 0; c < 3; c++) {
                assertThat((double) run.inverse[c]).isCloseTo(expected.inverse[c], within(1e-4 * expected.inverse[c]));
                assertThat((double) run.mean[c]).isCloseTo(expected.mean[c], within(1e-4));
            }
        }
    }

    @Test
    void oneValuePerChannelGivesZerosAndNoNaN() {
        Run run = new Run(TestTensor.haloed(5, 1, 1), 1, 1).statistics();
        assertThat(run.inverse).startsWith((float) (1 / Math.sqrt(EPSILON)));
        TestTensor y = run.normalized(Epilogue.BIAS, run.x, run.r, TestTensor.output(run.l, 1));
        for (int c = 0; c < 5; c++) {
            assertThat(y.values()[c]).isCloseTo(run.beta[AT + c], within(1e-6));
            assertThat(run.runningVariance[AT + c]).isFinite();
        }
    }

    @Test
    void inferenceIsAnAffineMap() {
        Run run = new Run(TestTensor.haloed(19, 3, 5), 2, 1);
        int padded = Layout.roundUp(19);
        float[] scale = Arrays.copyOf(floats(19, new Random(1)), padded);
        float[] shift = Arrays.copyOf(floats(19, new Random(2)), padded);
        double[] x = run.x.values();
        double[] r = run.r.values();
        for (Epilogue e : Epilogue.values()) {
            double[] expected = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                int c = i / run.l.pixels() % 19;
                double value = x[i] * scale[c] + shift[c] + (adds(e) ? r[i] : 0);
                expected[i] = rectifies(e) ? Math.max(0, value) : value;
            }
            TestTensor y = TestTensor.output(TestTensor.withHalo(run.l, 1, 0, 2, 1), 2);
            team(2, 0, w -> {
                switch (e) {
                    case BIAS -> BatchNorm.affine(run.l, run.x.a, AT, scale, shift, y.l, y.a, AT, 2, w);
                    case BIAS_RELU -> BatchNorm.affineRelu(run.l, run.x.a, AT, scale, shift, y.l, y.a, AT, 2, w);
                    case BIAS_ADD ->
                        BatchNorm.affineAdd(run.l, run.x.a, AT, scale, shift, run.r.l, run.r.a, AT, y.l, y.a, AT, 2, w);
                    case BIAS_ADD_RELU ->
                        BatchNorm.affineAddRelu(
                                run.l, run.x.a, AT, scale, shift, run.r.l, run.r.a, AT, y.l, y.a, AT, 2, w);
                }
            });
            y.check(e.name(), expected, tolerance(expected, 1e-6));
        }
    }
}
