package castnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionTest {
    private static final int IN = TinyNetwork.INPUTS;
    private static final int OUT = TinyNetwork.CLASSES;
    private static final int IMAGES = 9;

    private final Weights weights = weights();
    private final TinyNetwork network = TinyNetwork.of(weights);
    private final float[] images = images();

    @Test
    void oneImageIsWhatTheFormulaSays() {
        float[] outputs = new float[OUT];
        try (Session session = network.newSession()) {
            session.run(Arrays.copyOf(images, IN), outputs);
            session.run(Arrays.copyOf(images, IN), outputs);
        }
        float[] w = weights.values("fc.weight");
        float[] mean = weights.values("norm.running_mean");
        for (int o = 0; o < OUT; o++) {
            double sum = weights.values("fc.bias")[o];
            for (int i = 0; i < IN; i++) {
                sum += (double) w[o * IN + i] * (images[i] - mean[i / 12]);
            }
            assertThat(Math.abs(outputs[o] - sum)).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2", "1,5", "2,1", "4,2", "9,1", "9,3", "9,20"})
    void batchAndThreadsDoNotChangeTheBits(int batch, int threads) {
        float[] expected = run(SessionConfig.defaults(), images);
        assertThat(run(SessionConfig.defaults().withBatch(batch).withThreads(threads), images))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void timedStepsComputeTheSameBits(int threads) {
        float[] image = Arrays.copyOf(images, IN);
        float[] expected = new float[OUT];
        float[] outputs = new float[OUT];
        long[] nanos = {-1, -1};
        try (Session session = network.newSession(SessionConfig.defaults().withThreads(threads))) {
            session.run(image, expected);
            session.runTimed(image, outputs, nanos);
            assertThat(outputs).isEqualTo(expected);
            assertThat(nanos[0]).isPositive();
            assertThat(nanos[1]).isNotNegative();
            session.run(image, outputs);
            assertThat(outputs).isEqualTo(expected);
            assertThatThrownBy(() -> session.runTimed(image, outputs, new long[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("nanos: expected 2 steps of Tiny, found room for 3");
        }
    }

    @Test
    void stepsOfABatchAreNotTimed() {
        try (Session session = network.newSession(SessionConfig.defaults().withBatch(2))) {
            assertThatThrownBy(() -> session.runTimed(images, new float[OUT], new long[2]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("steps are timed one image at a time; this session runs batches of 2");
        }
    }

    @Test
    void pixelsMayComeFirst() {
        float[] nhwc = new float[images.length];
        for (int image = 0; image < IMAGES; image++) {
            for (int i = 0; i < IN; i++) {
                nhwc[image * IN + i % 12 * 2 + i / 12] = images[image * IN + i];
            }
        }
        SessionConfig config = SessionConfig.defaults().withOrder(PixelOrder.NHWC);
        assertThat(run(config, nhwc)).isEqualTo(run(SessionConfig.defaults(), images));
        assertThat(run(config.withBatch(4), nhwc)).isEqualTo(run(SessionConfig.defaults(), images));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,2"})
    void warmingUpEndsAndChangesNothing(int batch, int threads) {
        SessionConfig config = SessionConfig.defaults().withBatch(batch).withThreads(threads);
        try (Session session = network.newSession(config)) {
            assertThat(session.warmUp()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(40));
            float[] in = Arrays.copyOf(images, batch * IN);
            float[] out = new float[batch * OUT];
            session.run(in, out);
            assertThat(out).isEqualTo(Arrays.copyOf(run(SessionConfig.defaults(), images), batch * OUT));
        }
    }

    @Test
    void runningAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (SessionConfig config : List.of(
                SessionConfig.defaults(),
                SessionConfig.defaults().withThreads(2),
                new SessionConfig(3, 2, PixelOrder.NHWC))) {
            float[] in = Arrays.copyOf(images, config.batch() * IN);
            float[] out = new float[config.batch() * OUT];
            try (Session session = network.newSession(config)) {
                for (int i = 0; i < 3_000; i++) {
                    session.run(in, out);
                }
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 3_000; i++) {
                    session.run(in, out);
                }
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(3_000);
            }
        }
    }

    @Test
    void wrongArraysAreRefusedWithWhatWasExpected() {
        try (Session session = network.newSession(SessionConfig.defaults().withBatch(2))) {
            assertThatThrownBy(() -> session.run(new float[24], new float[10]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("images: expected 48 floats (2 × 2×3×4 of Tiny), found 24");
            assertThatThrownBy(() -> session.run(new float[48], new float[11]))
                    .hasMessage("outputs: expected 10 floats (2 × 5×1×1 of Tiny), found 11");
            assertThatThrownBy(() -> session.run(new float[48], new float[10], 3))
                    .hasMessageContaining("1 to 2 images");
            assertThatThrownBy(() -> session.run(new float[23], new float[10], 1))
                    .hasMessage("images, at least: expected 24 floats (1 × 2×3×4 of Tiny), found 23");
            session.run(new float[50], new float[10], 1);
        }
    }

    @Test
    void aFailureReachesTheCallerAndTheSessionStaysUsable() {
        for (int part = 0; part < 3; part++) {
            try (Session session = TinyNetwork.failing(part)
                    .newSession(SessionConfig.defaults().withThreads(3))) {
                for (int i = 0; i < 50; i++) {
                    assertThatThrownBy(() -> session.run(new float[IN], new float[OUT]))
                            .hasMessage("worker " + part + " failed");
                }
            }
        }
    }

    @Test
    void aSecondThreadIsRefusedOrServedButNeverGivenWrongResults() throws InterruptedException {
        float[] expected = run(SessionConfig.defaults(), images);
        AtomicInteger wrong = new AtomicInteger();
        try (Session session = network.newSession(SessionConfig.defaults().withBatch(IMAGES))) {
            Runnable caller = () -> {
                float[] out = new float[IMAGES * OUT];
                for (int i = 0; i < 2_000; i++) {
                    try {
                        session.run(images, out);
                        wrong.addAndGet(Arrays.equals(out, expected) ? 0 : 1);
                    } catch (IllegalStateException e) {
                        wrong.addAndGet(String.valueOf(e.getMessage()).contains("its own session") ? 0 : 1);
                    }
                }
            };
            Thread other = new Thread(caller);
            other.start();
            caller.run();
            other.join();
        }
        assertThat(wrong).hasValue(0);
    }

    @Test
    void aClosedSessionSaysSo() {
        Session session = network.newSession();
        session.close();
        session.close();
        assertThatThrownBy(() -> session.run(new float[IN], new float[OUT])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aNetworkRefusesWeightsThatDoNotFit() {
        assertThatThrownBy(() -> TinyNetwork.of(
                        Weights.builder().put("fc.bias", List.of(1), 1f).build()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("do not fit Tiny")
                .hasMessageContaining("missing     fc.weight [5, 24]");
    }

    @Test
    void configurationsAreChecked() {
        assertThatThrownBy(() -> SessionConfig.defaults().withBatch(0))
                .hasMessageContaining("at least 1, found 0 and 1");
        assertThatThrownBy(() -> new ImageShape(1, 0, 1)).hasMessageContaining("1×0×1");
        assertThatThrownBy(() -> TinyNetwork.PROGRAM.arenaFloats(100_000_000))
                .hasMessageContaining("the largest batch is");
    }

    private float[] run(SessionConfig config, float[] in) {
        float[] all = new float[IMAGES * OUT];
        try (Session session = network.newSession(config)) {
            for (int first = 0; first < IMAGES; first += config.batch()) {
                int n = Math.min(config.batch(), IMAGES - first);
                float[] out = new float[n * OUT];
                session.run(Arrays.copyOfRange(in, first * IN, (first + n) * IN), out, n);
                System.arraycopy(out, 0, all, first * OUT, n * OUT);
            }
        }
        return all;
    }

    private static Weights weights() {
        Weights initial = Weights.initialize(TinyNetwork.INFO.parameters(), 1);
        return Weights.builder()
                .put("norm.running_mean", List.of(2), 0.25f, -0.5f)
                .put("fc.weight", initial.shape("fc.weight"), initial.values("fc.weight"))
                .put("fc.bias", initial.shape("fc.bias"), initial.values("fc.bias"))
                .build();
    }

    private static float[] images() {
        Random random = new Random(2);
        float[] images = new float[IMAGES * IN];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextFloat();
        }
        return images;
    }
}
