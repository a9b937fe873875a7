package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations against their definitions in double, gradients against differences of those. */
class ActivationsTest {

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state, and an array that nobody writes.
    enum Function {
        RELU(Activations.RELU, 0, x -> Math.max(x, 0), 0),
        RELU6(Activations.RELU6, 0, x -> Math.min(Math.max(x, 0), 6), 0, 6),
        LEAKY_RELU(Activations.LEAKY_RELU, 0.25f, x -> x < 0 ? 0.25 * x : x, 0),
        LEAKY_RELU_FALLING(Activations.LEAKY_RELU, -0.5f, x -> x < 0 ? -0.5 * x : x, 0),
        SIGMOID(Activations.SIGMOID, 0, x -> 1 / (1 + Math.exp(-x))),
        TANH(Activations.TANH, 0, Math::tanh),
        SILU(Activations.SILU, 0, x -> x / (1 + Math.exp(-x))),
        GELU(Activations.GELU, 0, x -> x * normal(x)),
        HARD_SIGMOID(Activations.HARD_SIGMOID, 0, x -> Math.min(Math.max(x + 3, 0), 6) / 6, -3, 3),
        HARD_SWISH(Activations.HARD_SWISH, 0, x -> x * Math.min(Math.max(x + 3, 0), 6) / 6, -3, 3),
        ELU(Activations.ELU, 0.75f, x -> x > 0 ? x : 0.75 * Math.expm1(x), 0),
        ELU_FALLING(Activations.ELU, -0.5f, x -> x > 0 ? x : -0.5 * Math.expm1(x), 0),
        SOFTPLUS(Activations.SOFTPLUS, 0, x -> x > 20 ? x : Math.log1p(Math.exp(x)), 20),
        SCALE(Activations.SCALE, -0.375, x -> -0.375 * x);

        final int number;
        final float alpha;
        final DoubleUnaryOperator value;
        final double[] kinks;

        Function(int number, double alpha, DoubleUnaryOperator value, double... kinks) {
            this.number = number;
            this.alpha = (float) alpha;
            this.value = value;
            this.kinks = kinks;
        }

        double slope(double x) {
            double h = 1e-5;
            return (value.applyAsDouble(x + h) - value.applyAsDouble(x - h)) / (2 * h);
        }

        boolean smoothAt(double x) {
            return Arrays.stream(kinks).noneMatch(kink -> Math.abs(x - kink) < 1e-4);
        }
    }

    /** Φ(x) by Simpson's rule from 0. */
    private static double normal(double x) {
        if (Math.abs(x) > 12) {
            return x < 0 ? 0 : 1;
        }
        int steps = 400;
        double h = x / steps;
        double sum = density(0) + density(x);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * density(i * h);
        }
        return 0.5 + sum * h / 3;
    }

    private static double density(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    private static TestTensor input(Layout l, int n) {
        TestTensor x = TestTensor.input(l, n, new Random(l.hashCode()));
        x.set(v -> 25 * v * v * v);
        float[] corners = {0f, 3f, -3f, 6f, 0.001f, -0.001f, 24f, -24f};
        for (int i = 0; i < corners.length; i++) {
            x.a[x.at(0, 0, i % l.height(), i / l.height() % l.width())] = corners[i];
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void valuesAgreeWithTheDefinition(Function f) {
        for (int channels : new int[] {1, 15, 17, 32}) {
            Layout l = TestTensor.haloed(channels, 5, 3);
            Layout wide = new Layout(channels, 5, 3, Layout.roundUp(channels) + 16, 0, 0, 1, 0);
            for (int n : new int[] {1, 3}) {
                TestTensor x = input(l, n);
                double[] expected = Arrays.stream(x.values()).map(f.value).toArray();
                double[] tolerance = Arrays.stream(expected)
                        .map(v -> 1e-6 * Math.abs(v) + 1e-12)
                        .toArray();
                TestTensor first = forward(f, x, TestTensor.output(l, n), 1);
                first.check(f.name(), expected, tolerance);
                for (int parts : new int[] {2, 3}) {
                    assertThat(bits(forward(f, x, TestTensor.output(l, n), parts).a))
                            .isEqualTo(bits(first.a));
                }
                TestTensor inPlace = TestTensor.inPlace(l, x);
                assertThat(forward(f, inPlace, inPlace, 2).values()).isEqualTo(first.values());
                TestTensor source = TestTensor.inPlace(wide, x);
                assertThat(forward(f, source, TestTensor.output(l, n), 2).values())
                        .isEqualTo(first.values());
            }
        }
    }

    private static TestTensor forward(Function f, TestTensor x, TestTensor y, int parts) {
        team(parts, 0, w -> Activations.forward(f.number, f.alpha, x.l, x.a, AT, y.l, y.a, AT, x.n, w));
        return y;
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void gradientsAreDerivatives(Function f) {
        for (int channels : new int[] {1, 17}) {
            Layout l = TestTensor.haloed(channels, 5, 3);
            TestTensor x = input(l, 3);
            TestTensor y = forward(f, x, TestTensor.output(l, 3), 1);
            TestTensor dy = TestTensor.input(TestTensor.withHalo(l, 0, 1, 0, 0), 3, new Random(2));
            double[] in = x.values();
            double[] actual = gradient(f, dy, x, y, TestTensor.output(l, 3), 1).values();
            double[] up = dy.values();
            for (int i = 0; i < in.length; i++) {
                if (f.smoothAt(in[i])) {
                    assertThat(actual[i]).as("%s at %s", f, in[i]).isCloseTo(up[i] * f.slope(in[i]), within(2e-6));
                }
            }
            for (int parts : new int[] {1, 2, 3}) {
                TestTensor inPlace = TestTensor.inPlace(dy.l, dy);
                assertThat(gradient(f, inPlace, x, y, inPlace, parts).values()).isEqualTo(actual);
            }
        }
    }

    private static TestTensor gradient(
            Function f, TestTensor dy, TestTensor x, TestTensor y, TestTensor dx, int parts) {
        team(
                parts,
                0,
                w -> Activations.gradient(
                        f.number, f.alpha, dy.l, dy.a, AT, x.l, x.a, AT, y.l, y.a, AT, dx.l, dx.a, AT, x.n, w));
        return dx;
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void extremesStayWhatTheyAre(Function f) {
        float[] x = new float[16];
        float[] y = new float[16];
        x[0] = Float.NaN;
        x[1] = Float.MAX_VALUE;
        x[2] = -200f;
        x[3] = -0f;
        x[4] = 1e-30f;
        x[5] = 89f;
        x[6] = Float.POSITIVE_INFINITY;
        Layout l = Layout.blocked(16, 1, 1);
        Activations.forward(f.number, f.alpha, l, x, 0, l, y, 0, 1, Worker.alone(0));
        assertThat(y[0]).isNaN();
        for (int i : new int[] {2, 3, 4, 5}) {
            double expected = f.value.applyAsDouble(x[i]);
            assertThat((double) y[i])
                    .as("%s of %s", f, x[i])
                    .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-35));
        }
        assertThat(y[6]).isEqualTo((float) f.value.applyAsDouble(Double.POSITIVE_INFINITY));
    }

    @Test
    void anUnknownFunctionIsAnError() {
        Layout l = Layout.blocked(1, 1, 1);
        assertThatThrownBy(
                        () -> Activations.forward(99, 0, l, new float[16], 0, l, new float[16], 0, 1, Worker.alone(0)))
                .hasMessage("there is no activation function 99");
    }
}
