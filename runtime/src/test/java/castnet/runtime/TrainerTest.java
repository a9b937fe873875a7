package castnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.optimizer.AdamW;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.CheckpointException;
import castnet.runtime.training.DecayRule;
import castnet.runtime.training.DivergenceException;
import castnet.runtime.training.Metrics;
import castnet.runtime.training.Position;
import castnet.runtime.weights.Safetensors;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrainerTest {
    private static final int BATCH = 8;
    private static final TrainerConfig CONFIG = TrainerConfig.builder()
            .batch(BATCH)
            .optimizer(new Sgd(0.9, 1e-4))
            .schedule(Schedule.cosine(0.5, 60).withWarmup(5))
            .labelSmoothing(0.1)
            .seed(7)
            .build();

    @TempDir
    Path directory;

    @Test
    void learns() {
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            Metrics first = train(trainer, 0, 5);
            train(trainer, 5, 50);
            Metrics last = train(trainer, 50, 60);
            assertThat(last.loss()).isLessThan(0.7 * first.loss());
            assertThat(last.accuracy()).isGreaterThan(0.9);
            assertThat(trainer.position().step()).isEqualTo(60);
            assertThat(trainer.learningRate()).isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 9})
    void theBitsDoNotDependOnTheThreads(int threads) {
        assertThat(bits(trained(CONFIG.toBuilder().threads(threads).build()))).isEqualTo(bits(trained(CONFIG)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void restoredIsAsNeverStopped(boolean sgd) throws IOException {
        TrainerConfig config = CONFIG.toBuilder()
                .optimizer(sgd ? new Sgd(0.9, true, 1e-3) : new AdamW(1e-2))
                .decay(DecayRule.WEIGHTS)
                .build();
        Path file = directory.resolve("checkpoint");
        try (Trainer trainer = TinyNetwork.newTrainer(config)) {
            train(trainer, 0, 13);
            trainer.save(file);
        }
        try (Trainer trainer =
                TinyNetwork.newTrainer(config.toBuilder().threads(2).build())) {
            train(trainer, 40, 44);
            trainer.restore(file);
            assertThat(trainer.position().step()).isEqualTo(13);
            assertThat(trainer.position().metrics().images()).isGreaterThan(0);
            train(trainer, 13, 30);
            assertThat(bits(trainer.weights())).isEqualTo(bits(trained(config)));
        }
        assertThat(Weights.read(file).keys())
                .containsExactlyElementsOf(TinyNetwork.INFO.parameters().stream()
                        .map(spec -> spec.key())
                        .toList());
        assertThat(new TinyNetwork.Factory().load(file).info()).isSameAs(TinyNetwork.INFO);
    }

    @Test
    void aDamagedOrForeignCheckpointChangesNothing() throws IOException {
        Path file = directory.resolve("checkpoint");
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            train(trainer, 0, 3);
            trainer.save(file);
        }
        byte[] whole = Files.readAllBytes(file);
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            Map<String, List<Integer>> before = bits(trainer.weights());
            Path bad = directory.resolve("bad");
            for (int length = 0; length < whole.length; length += 3) {
                Files.write(bad, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> trainer.restore(bad))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("bad");
            }
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 4;
                Files.write(bad, flipped);
                assertThatThrownBy(() -> trainer.restore(bad))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("bad");
            }
            assertThat(bits(trainer.weights())).isEqualTo(before);
            assertThat(trainer.position()).isEqualTo(Position.START);
        }
    }

    @Test
    void whatACheckpointBelongsToIsCompared() throws IOException {
        Path file = directory.resolve("checkpoint");
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            trainer.save(file);
        }
        try (Trainer other = TinyNetwork.newTrainer(
                CONFIG.toBuilder().optimizer(new AdamW(0.1)).build())) {
            assertThatThrownBy(() -> other.restore(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is of another settings")
                    .hasMessageContaining("expected adamw(")
                    .hasMessageContaining("found    sgd(");
        }
        Path weights = directory.resolve("weights");
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            trainer.weights().write(weights);
            assertThatThrownBy(() -> trainer.restore(weights)).hasMessageContaining("is no checkpoint");
            Safetensors.write(weights, trainer.weights(), Map.of("castnet.checkpoint", "2"));
            assertThatThrownBy(() -> trainer.restore(weights)).hasMessageContaining("version 2");
        }
    }

    @Test
    void aLossThatIsNotFiniteChangesNothing() {
        try (Trainer trainer =
                TinyNetwork.newTrainer(CONFIG.toBuilder().threads(2).build())) {
            train(trainer, 0, 5);
            Map<String, List<Integer>> before = bits(trainer.weights());
            float[] images = new float[BATCH * TinyNetwork.INPUTS];
            images[30] = Float.NaN;
            assertThatThrownBy(() -> trainer.step(images, new int[BATCH], BATCH))
                    .isInstanceOf(DivergenceException.class)
                    .hasMessageContaining("the loss is NaN in epoch 0, step 5, at learning rate 0.5");
            assertThat(bits(trainer.weights())).isEqualTo(before);
            train(trainer, 5, 30);
            assertThat(bits(trainer.weights())).isEqualTo(bits(trained(CONFIG)));
        }
    }

    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        TrainerConfig config = CONFIG.toBuilder().threads(3).build();
        try (Trainer trainer = new Trainer(config, new TinyTraining(4), new TinyNetwork.Factory())) {
            train(trainer, 0, 4);
            Map<String, List<Integer>> before = bits(trainer.weights());
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> train(trainer, 4, 5))
                        .isInstanceOf(DivergenceException.class)
                        .hasMessageContaining("the gradient of fc.weight[53] is not finite in epoch 0, step 4");
            }
            assertThat(bits(trainer.weights())).isEqualTo(before);
            assertThat(trainer.position().step()).isEqualTo(4);
        }
    }

    @Test
    void inputIsChecked() {
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            float[] images = new float[BATCH * TinyNetwork.INPUTS];
            assertThatThrownBy(() -> trainer.step(images, new int[BATCH], 9))
                    .hasMessageContaining("1 to 8 images, found 9");
            assertThatThrownBy(() -> trainer.step(new float[5], new int[BATCH], 2))
                    .hasMessageContaining("expected 2 images 2×3×4 in 48 floats");
            int[] labels = new int[BATCH];
            labels[3] = 5;
            assertThatThrownBy(() -> trainer.step(images, labels, 8))
                    .hasMessageContaining("label 3 is 5; Tiny knows classes 0 to 4");
            trainer.step(images, labels, 3);
            assertThatThrownBy(() -> trainer.load(trainer.weights())).hasMessageContaining("before the first step");
        }
        assertThatThrownBy(() -> TrainerConfig.builder().batch(0).build()).hasMessageContaining("found 0 and 1");
        assertThatThrownBy(() -> TrainerConfig.builder().labelSmoothing(1).build())
                .hasMessageContaining("found 1.0");
    }

    @Test
    void aSnapshotIsNotChangedByTrainingOn() {
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            train(trainer, 0, 5);
            CompiledNetwork network = trainer.network();
            float[] before = logits(network);
            train(trainer, 5, 9);
            assertThat(logits(network)).isEqualTo(before);
            assertThat(logits(trainer.network())).isNotEqualTo(before);
        }
    }

    @Test
    void itStartsFromOtherWeights() {
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            Weights other = Weights.initialize(TinyNetwork.INFO.parameters(), 99);
            trainer.load(other);
            assertThat(bits(trainer.weights())).isEqualTo(bits(other));
        }
    }

    private static float[] logits(CompiledNetwork network) {
        float[] outputs = new float[TinyNetwork.CLASSES];
        float[] image = new float[TinyNetwork.INPUTS];
        image[4] = 1;
        try (Session session = network.newSession()) {
            session.run(image, outputs);
        }
        return outputs;
    }

    private static Weights trained(TrainerConfig config) {
        try (Trainer trainer = TinyNetwork.newTrainer(config)) {
            train(trainer, 0, 30);
            return trainer.weights();
        }
    }

    /** Steps {@code from} to {@code to}, every third with fewer images; class = the brightest of the first five pixels. */
    private static Metrics train(Trainer trainer, int from, int to) {
        Metrics metrics = Metrics.NONE;
        for (int step = from; step < to; step++) {
            Random random = new Random(step);
            float[] images = new float[BATCH * TinyNetwork.INPUTS];
            int[] labels = new int[BATCH];
            for (int i = 0; i < images.length; i++) {
                images[i] = random.nextFloat();
            }
            for (int image = 0; image < BATCH; image++) {
                labels[image] = random.nextInt(TinyNetwork.CLASSES);
                images[image * TinyNetwork.INPUTS + labels[image]] = 3;
            }
            metrics = metrics.plus(trainer.step(images, labels, step % 3 == 2 ? 5 : BATCH));
        }
        return metrics;
    }

    private static Map<String, List<Integer>> bits(Weights weights) {
        Map<String, List<Integer>> bits = new LinkedHashMap<>();
        for (String key : weights.keys()) {
            float[] values = weights.values(key);
            bits.put(
                    key,
                    IntStream.range(0, values.length)
                            .mapToObj(i -> Float.floatToRawIntBits(values[i]))
                            .toList());
        }
        return bits;
    }
}
