package castnet.runtime.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.thread.ThreadTeam;
import castnet.runtime.thread.Worker;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against PyTorch's formulas in double, over steps with changing rates; the first half of the parameters decays. */
class OptimizerTest {
    private static final int LENGTH = 1_003;
    private static final int DECAYING = 500;
    private static final int STEPS = 25;
    private static final DecayRanges RANGES = DecayRanges.builder()
            .add(DECAYING - 3, true)
            .add(3, true)
            .add(LENGTH - DECAYING, false)
            .build();

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                new Sgd(0, 0),
                new Sgd(0, 1e-2),
                new Sgd(0.9, 1e-2),
                new Sgd(0.9, true, 1e-2),
                new AdamW(1e-2),
                new AdamW(0.5, 0.9, 1e-3, 0.3));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void followsTheFormulasInDouble(Optimizer optimizer) {
        float[] parameters = train(optimizer, 1);
        double[] expected = reference(optimizer);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(Math.abs(parameters[i] - expected[i])).isLessThan(2e-6 * (1 + Math.abs(expected[i])));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theBitsDoNotDependOnTheThreads(Optimizer optimizer) {
        assertThat(train(optimizer, 3)).isEqualTo(train(optimizer, 1));
        assertThat(train(optimizer, 7)).isEqualTo(train(optimizer, 1));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new Sgd(1, 0))
                .hasMessageContaining("momentum must be at least 0 and below 1, found 1.0");
        assertThatThrownBy(() -> new Sgd(0, true, 0)).hasMessageContaining("Nesterov");
        assertThatThrownBy(() -> new Sgd(0, -1)).hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new AdamW(Double.NaN)).hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new AdamW(0.9, 1, 1e-8, 0)).hasMessageContaining("beta2");
    }

    @Test
    void neighboursThatAgreeAreOneRange() {
        assertThat(RANGES.count()).isEqualTo(2);
        assertThat(RANGES.length()).isEqualTo(LENGTH);
        assertThat(RANGES.from(1)).isEqualTo(DECAYING);
        assertThat(DecayRanges.builder().build().length()).isZero();
    }

    @Test
    void aStepAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        OptimizerState state = new OptimizerState(new AdamW(1e-2), RANGES, 1);
        Worker worker = Worker.alone(0);
        float[] parameters = new float[LENGTH];
        for (int i = 1; i < 3_000; i++) {
            state.update(parameters, parameters, i, 0.1, worker);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i < 3_000; i++) {
            state.update(parameters, parameters, i, 0.1, worker);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3_000);
    }

    private static float[] train(Optimizer optimizer, int threads) {
        float[] parameters = new float[LENGTH];
        float[] gradients = new float[LENGTH];
        Random random = new Random(3);
        fill(parameters, random);
        OptimizerState state = new OptimizerState(optimizer, RANGES, threads);
        try (ThreadTeam team = new ThreadTeam(threads, 0)) {
            for (int step = 0; step < STEPS; step++) {
                fill(gradients, random);
                int number = step + 1;
                team.run(worker -> state.update(parameters, gradients, number, rate(number), worker));
            }
        }
        return parameters;
    }

    private static double[] reference(Optimizer optimizer) {
        float[] start = new float[LENGTH];
        float[] gradients = new float[LENGTH];
        double[] parameters = new double[LENGTH];
        double[] first = new double[LENGTH];
        double[] second = new double[LENGTH];
        Random random = new Random(3);
        fill(start, random);
        for (int i = 0; i < LENGTH; i++) {
            parameters[i] = start[i];
        }
        for (int step = 1; step <= STEPS; step++) {
            fill(gradients, random);
            for (int i = 0; i < LENGTH; i++) {
                switch (optimizer) {
                    case Sgd sgd -> sgd(sgd, i, gradients[i], step, parameters, first);
                    case AdamW adam -> adamW(adam, i, gradients[i], step, parameters, first, second);
                }
            }
        }
        return parameters;
    }

    private static void sgd(Sgd sgd, int i, double gradient, int step, double[] p, double[] v) {
        double g = i < DECAYING ? gradient + sgd.weightDecay() * p[i] : gradient;
        if (sgd.momentum() != 0) {
            v[i] = step == 1 ? g : sgd.momentum() * v[i] + g;
            g = sgd.nesterov() ? g + sgd.momentum() * v[i] : v[i];
        }
        p[i] -= rate(step) * g;
    }

    private static void adamW(AdamW adam, int i, double g, int step, double[] p, double[] m, double[] v) {
        if (i < DECAYING) {
            p[i] *= 1 - rate(step) * adam.weightDecay();
        }
        m[i] = adam.beta1() * m[i] + (1 - adam.beta1()) * g;
        v[i] = adam.beta2() * v[i] + (1 - adam.beta2()) * g * g;
        double mean = m[i] / (1 - Math.pow(adam.beta1(), step));
        double square = v[i] / (1 - Math.pow(adam.beta2(), step));
        p[i] -= rate(step) * mean / (Math.sqrt(square) + adam.epsilon());
    }

    private static double rate(int number) {
        return 0.01 / number;
    }

    private static void fill(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }
}
