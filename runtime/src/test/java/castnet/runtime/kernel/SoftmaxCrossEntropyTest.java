package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.runtime.memory.Layout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss against its definition, gradient against differences of that. */
class SoftmaxCrossEntropyTest {

    /** Minus the sum of target times logarithm of the probability. */
    private static double loss(double[] logits, int from, int classes, int label, double smoothing) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[from + c]);
        }
        double loss = 0;
        for (int c = 0; c < classes; c++) {
            double target = (1 - smoothing) * (c == label ? 1 : 0) + smoothing / classes;
            loss -= target * Math.log(Math.exp(logits[from + c]) / sum);
        }
        return loss;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 17, 100})
    void lossAndGradientAgreeWithTheDefinition(int classes) {
        for (float smoothing : new float[] {0, 0.1f}) {
            for (int n : new int[] {1, 3, 5}) {
                check(classes, smoothing, n);
            }
        }
    }

    private static void check(int classes, float smoothing, int n) {
        Random random = new Random(classes);
        Layout l = TestTensor.haloed(classes, 1, 1);
        TestTensor x = TestTensor.input(l, n, random);
        x.set(v -> 5 * v);
        int[] labels = random.ints(n, 0, classes).toArray();
        double[] logits = x.values();
        double[] expected = new double[logits.length];
        double h = 1e-5;
        for (int i = 0; i < logits.length; i++) {
            int image = i / classes;
            double value = logits[i];
            logits[i] = value + h;
            double above = loss(logits, image * classes, classes, labels[image], smoothing);
            logits[i] = value - h;
            double below = loss(logits, image * classes, classes, labels[image], smoothing);
            logits[i] = value;
            expected[i] = (above - below) / (2 * h) / n;
        }
        for (int parts : new int[] {1, 2, 3}) {
            TestTensor gradient = TestTensor.output(TestTensor.withHalo(l, 0, 1, 0, 2), n);
            double[] losses = new double[n];
            team(
                    parts,
                    0,
                    w -> SoftmaxCrossEntropy.lossAndGradient(
                            l, x.a, AT, labels, smoothing, gradient.l, gradient.a, AT, losses, n, w));
            gradient.check("gradient", expected, tolerance(expected, 1e-7));
            for (int image = 0; image < n; image++) {
                assertThat(losses[image])
                        .isCloseTo(loss(logits, image * classes, classes, labels[image], smoothing), within(1e-9));
            }
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        Layout l = Layout.blocked(3, 1, 1);
        float[] logits = {1e30f, -1e30f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        float[] gradient = new float[16];
        double[] losses = new double[1];
        team(
                1,
                0,
                w -> SoftmaxCrossEntropy.lossAndGradient(l, logits, 0, new int[] {0}, 0, l, gradient, 0, losses, 1, w));
        assertThat(losses[0]).isZero();
        assertThat(gradient).containsOnly(0);
        team(
                1,
                0,
                w -> SoftmaxCrossEntropy.lossAndGradient(l, logits, 0, new int[] {2}, 0, l, gradient, 0, losses, 1, w));
        assertThat(losses[0]).isCloseTo(1e30, within(1e24));
        assertThat(gradient).startsWith(1, 0, -1);
    }
}
