package castnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.data.Augmentation;
import castnet.runtime.data.Batches;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Normalization;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
    private static final int EPOCHS = 4;
    private static final Normalization NORMALIZATION =
            new Normalization(new double[] {0.2, 0.2}, new double[] {0.2, 0.2});
    private static final TrainerConfig CONFIG = TrainerConfig.builder()
            .batch(16)
            .optimizer(new Sgd(0.9, 1e-4))
            .schedule(Schedule.constant(0.1))
            .seed(3)
            .build();

    @TempDir
    Path directory;

    @Test
    void learnsAndReports() throws IOException {
        List<EpochReport> reports = new ArrayList<>();
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            assertThat(loop(trainer, reports).build().run(EPOCHS)).isTrue();
        }
        assertThat(reports).hasSize(EPOCHS);
        EpochReport last = reports.getLast();
        assertThat(last.epoch()).isEqualTo(4);
        assertThat(last.learningRate()).isEqualTo(0.1);
        assertThat(last.train().images()).isEqualTo(100);
        assertThat(last.train().loss()).isLessThan(reports.getFirst().train().loss());
        assertThat(reports.getFirst().test()).isNull();
        Metrics test = Objects.requireNonNull(last.test());
        assertThat(test.images()).isEqualTo(37);
        assertThat(test.accuracy()).isGreaterThan(0.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 8, 13, 27})
    void stoppedAndResumedIsAsNeverStopped(int stopAfter) throws IOException {
        List<EpochReport> expected = new ArrayList<>();
        List<EpochReport> found = new ArrayList<>();
        Path file = directory.resolve("checkpoint");
        float[] weights;
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            loop(trainer, expected).build().run(EPOCHS);
            weights = trainer.weights().values("fc.weight");
        }
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            StoppingListener listener = new StoppingListener(found, stopAfter, file);
            listener.loop =
                    loop(trainer, found).listener(listener).checkpoint(file).build();
            assertThat(listener.loop.run(EPOCHS)).isFalse();
            assertThat(trainer.position().step()).isEqualTo(stopAfter);
            assertThat(listener.checkpointAtStop).isEqualTo(Files.readAllBytes(file));
        }
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            trainer.restore(file);
            assertThat(loop(trainer, found).build().run(EPOCHS)).isTrue();
            assertThat(trainer.weights().values("fc.weight")).isEqualTo(weights);
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void dataThatDoesNotFitIsRefused() {
        Dataset small =
                Dataset.builder(1, 3, 4, List.of("a")).add(new byte[12], 0).build();
        Dataset classes = Dataset.builder(2, 3, 4, List.of("a", "b", "c", "d", "e", "f"))
                .add(new byte[24], 0)
                .build();
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            assertThatThrownBy(
                            () -> TrainingLoop.of(trainer, Batches.of(small, 4).build()))
                    .hasMessage("Tiny expects images of 2×3×4, the data set has 1×3×4");
            assertThatThrownBy(() ->
                            TrainingLoop.of(trainer, Batches.of(classes, 4).build()))
                    .hasMessage("Tiny knows 5 classes, the data set has 6");
            assertThatThrownBy(() -> TrainingLoop.of(
                            trainer, Batches.of(data(100, 1), 17).build()))
                    .hasMessageContaining("batches of 17 images for a trainer of at most 16");
        }
    }

    @Test
    void evaluationDoesNotDependOnBatchOrThreads() {
        CompiledNetwork network = new TinyNetwork.Factory().initialized(5);
        Metrics expected = Evaluation.of(network, Batches.of(data(37, 2), 1).build(), 1);
        assertThat(Evaluation.of(network, Batches.of(data(37, 2), 8).build(), 2))
                .isEqualTo(expected);
        assertThat(expected.images()).isEqualTo(37);
    }

    private static TrainingLoop.Builder loop(Trainer trainer, List<EpochReport> reports) {
        Batches train = Batches.of(data(100, 1), 16)
                .normalize(NORMALIZATION)
                .augment(Augmentation.FLIP)
                .shuffle(11)
                .build();
        return TrainingLoop.of(trainer, train)
                .evaluate(Batches.of(data(37, 2), 8).normalize(NORMALIZATION).build(), 2)
                .listener(new TrainingListener() {
                    @Override
                    public void epoch(EpochReport report) {
                        reports.add(report);
                    }
                });
    }

    /** Bright rows tell the class, so that mirroring does not matter. */
    private static Dataset data(int images, long seed) {
        Random random = new Random(seed);
        Dataset.Builder builder = Dataset.builder(2, 3, 4, List.of("a", "b", "c", "d", "e"));
        for (int image = 0; image < images; image++) {
            byte[] pixels = new byte[24];
            random.nextBytes(pixels);
            int label = random.nextInt(5);
            for (int i = 0; i < 24; i++) {
                pixels[i] = (byte) ((pixels[i] & 0x3f) + (i / 4 == label ? 120 : 0));
            }
            builder.add(pixels, label);
        }
        return builder.build();
    }

    private static final class StoppingListener implements TrainingListener {
        private final List<EpochReport> reports;
        private final int stopAfter;
        private final Path checkpoint;
        private @Nullable TrainingLoop loop;
        private byte @Nullable [] checkpointAtStop;
        private int steps;

        StoppingListener(List<EpochReport> reports, int stopAfter, Path checkpoint) {
            this.reports = reports;
            this.stopAfter = stopAfter;
            this.checkpoint = checkpoint;
        }

        @Override
        public void step(int epoch, int batch, int batches, Metrics soFar) {
            steps++;
            if (steps == stopAfter) {
                Objects.requireNonNull(loop).requestStop();
            }
        }

        @Override
        public void epoch(EpochReport report) {
            reports.add(report);
        }

        @Override
        public void stopped() {
            try {
                checkpointAtStop = Files.readAllBytes(checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
