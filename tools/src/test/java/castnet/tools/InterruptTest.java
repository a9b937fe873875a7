package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.training.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C during a training, in a JVM of its own. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class InterruptTest {
    private static final int SIGNALLED = 128;

    // Small batches: a step is short, an epoch has a thousand.
    private static final List<String> RECIPE =
            List.of("Speck", "--data", "synthetic:1000,5", "--batch", "1", "--rate", "0.001", "--schedule", "constant");

    @TempDir
    Path directory;

    @Test
    void leavesACheckpointToGoOnFrom() throws IOException, InterruptedException {
        Path checkpoint = directory.resolve("checkpoint");
        List<String> rest = new ArrayList<>();
        int code;
        // Another language's numbers must not come through; its digits would spoil an SVG.
        Process process = start(checkpoint, "-Duser.language=de");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("Speck: 322 parameters, 1,000 images, 1,000 batches of 1");
            assertThat(out.readLine()).startsWith("epoch   1  rate 0.00100");
            Signal signal = Signal.that(process);
            signal.send(process);
            out.lines().forEach(rest::add);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            code = process.exitValue() - signal.number();
        } finally {
            process.destroyForcibly();
        }
        assertThat(code).isEqualTo(SIGNALLED);
        assertThat(rest.getLast()).isEqualTo("stopped; go on with --resume --checkpoint " + checkpoint);

        int epochs = Checkpoint.read(checkpoint).position().epoch() + 1;
        Path resumed = directory.resolve("resumed");
        Path straight = directory.resolve("straight");
        assertThat(epochs).isGreaterThan(1);
        train(epochs, "--resume", "--checkpoint", checkpoint.toString(), "--out", resumed.toString());
        train(epochs, "--out", straight.toString());
        assertThat(resumed).hasSameBinaryContentAs(straight);
    }

    private static void train(int epochs, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(RECIPE);
        arguments.addAll(List.of("--epochs", Integer.toString(epochs)));
        arguments.addAll(List.of(more));
        Cli.run(arguments).done();
    }

    private static Process start(Path checkpoint, String option) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train"));
        command.addAll(RECIPE);
        command.addAll(List.of("--epochs", "1000", "--checkpoint", checkpoint.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What is sent: INT, as Ctrl-C does; TERM where this process was started with INT ignored, as in the background. */
    private record Signal(String name, int number) {
        static Signal that(Process process) throws IOException {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            if (Files.exists(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("SigIgn:")
                            && (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0) {
                        return new Signal("TERM", 15);
                    }
                }
            }
            return new Signal("INT", 2);
        }

        void send(Process process) throws IOException, InterruptedException {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        }
    }
}
