package castnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.data.Batches;
import castnet.runtime.data.Dataset;
import castnet.runtime.training.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training in a JVM of its own that is told to end, as by Ctrl-C. */
@Timeout(120)
class ShutdownTest {
    private static final TrainerConfig CONFIG = TrainerConfig.builder().batch(4).build();

    @TempDir
    Path directory;

    @Test
    void aJvmThatIsToldToEndLeavesACheckpoint() throws IOException, InterruptedException {
        Path file = directory.resolve("checkpoint");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("step 3");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
            trainer.restore(file);
            assertThat(trainer.position().epoch()).isZero();
            assertThat(trainer.position().step()).isGreaterThanOrEqualTo(3);
        }
    }

    /** Trains until it is told to end. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws IOException {
            Dataset.Builder data = Dataset.builder(2, 3, 4, List.of("a"));
            for (int i = 0; i < 100_000; i++) {
                data.add(new byte[24], 0);
            }
            try (Trainer trainer = TinyNetwork.newTrainer(CONFIG)) {
                TrainingLoop.of(trainer, Batches.of(data.build(), 4).build())
                        .checkpoint(Path.of(arguments[0]))
                        .stopOnShutdown()
                        .listener(new SlowListener())
                        .build()
                        .run(1);
            }
        }
    }

    /** Makes an epoch last for hours. */
    private static final class SlowListener implements TrainingListener {
        @Override
        public void step(int epoch, int batch, int batches, Metrics soFar) {
            if (batch == 3) {
                System.out.println("step 3");
            }
            try {
                Thread.sleep(batch < 3 ? 0 : 500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
