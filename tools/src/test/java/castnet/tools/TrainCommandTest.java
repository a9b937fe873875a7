package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.weights.Weights;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From images to predictions, in the commands' own words. */
class TrainCommandTest {
    @TempDir
    Path directory;

    @Test
    void aResumedTrainingEndsWithTheBitsOfOneThatWasNotStopped() throws IOException {
        Path straight = directory.resolve("straight.safetensors");
        Path resumed = directory.resolve("resumed.safetensors");
        Path checkpoint = directory.resolve("checkpoint");
        List<String> constant = List.of("--schedule", "constant", "--augment", "flip", "--seed", "3");
        speck(constant, "--epochs", "3", "--out", straight.toString()).done();
        speck(constant, "--epochs", "1", "--checkpoint", checkpoint.toString()).done();
        // Weights before the last epoch are others: so the resumed training has really gone on.
        assertThat(Files.readAllBytes(checkpoint)).isNotEqualTo(Files.readAllBytes(straight));
        Cli.Result rest = speck(
                        constant,
                        "--epochs",
                        "3",
                        "--resume",
                        "--checkpoint",
                        checkpoint.toString(),
                        "--threads",
                        "2",
                        "--out",
                        resumed.toString())
                .done();
        assertThat(rest.out().lines().filter(line -> line.startsWith("epoch"))).hasSize(2);
        assertThat(resumed).hasSameBinaryContentAs(straight);
        // Nothing is left to do: it says so by writing the same weights again.
        Path again = directory.resolve("again.safetensors");
        speck(constant, "--epochs", "3", "--resume", "--checkpoint", checkpoint.toString(), "--out", again.toString())
                .done();
        assertThat(again).hasSameBinaryContentAs(straight);
        assertThat(directory.toFile().list()).hasSize(4);
    }

    @Test
    void resumeWithoutACheckpointBeginsAtTheBeginning() throws IOException {
        Path checkpoint = directory.resolve("checkpoint");
        Path first = directory.resolve("first.safetensors");
        Path second = directory.resolve("second.safetensors");
        speck(List.of(), "--epochs", "1", "--resume", "--checkpoint", checkpoint + "", "--out", first + "")
                .done();
        speck(List.of(), "--epochs", "1", "--out", second.toString()).done();
        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(checkpoint).exists();
    }

    @Test
    void everyRecipeTrains() throws IOException {
        Path plain = directory.resolve("plain");
        speck(List.of(), "--epochs", "2", "--out", plain.toString()).done();
        for (String recipe : List.of(
                "--optimizer nesterov",
                "--optimizer adamw --rate 0.01",
                "--schedule step --milestones 1",
                "--schedule step",
                "--warmup 1",
                "--weight-decay 0.1 --decay weights",
                "--label-smoothing 0.1",
                "--augment none",
                "--normalize cifar10",
                "--seed 7")) {
            Path other = directory.resolve("other");
            String out = speck(List.of(recipe.split(" ")), "--epochs", "2", "--out", other.toString())
                    .done()
                    .out();
            assertThat(out.lines().filter(line -> line.matches("epoch +[12] +rate .* test loss .*")))
                    .as(recipe)
                    .hasSize(2);
            assertThat(Files.readAllBytes(other)).as(recipe).isNotEqualTo(Files.readAllBytes(plain));
        }
    }

    @Test
    void whatWasLearnedIsEvaluatedAndPredicted() throws IOException {
        Path folder = DataFiles.folder(directory.resolve("folder"), 12, 40);
        Path weights = directory.resolve("weights.safetensors");
        String data = "folder:" + folder;
        Cli.run(("train Speck --augment none --batch 6 --epochs 12 --evaluate-every 12 --data " + data + " --out "
                                + weights)
                        .split(" "))
                .done();
        Cli.Result evaluated =
                Cli.run("evaluate", "Speck", "--data", data, "--weights", weights + "", "--threads", "2");
        assertThat(evaluated.done().out())
                .startsWith("Speck on " + data + ": loss ")
                .endsWith("(36 of 36 images)\n");
        // By default as it was trained: the folder's own normalisation and names.
        assertThat(predict(Color.BLUE, weights)).element(0).asString().matches(" *\\d+\\.\\d\\d %  blue");
        assertThat(predict(Color.GREEN, weights)).element(0).asString().matches(" *\\d+\\.\\d\\d %  green");
        assertThat(predict(Color.RED, weights)).element(0).asString().matches(" *\\d+\\.\\d\\d %  red");
        assertThat(predict(Color.RED, weights)).hasSize(10).anyMatch(line -> line.endsWith(" class 9"));
        assertThat(predict(Color.RED, weights, "--normalize", "raw"))
                .isNotEqualTo(predict(Color.RED, weights))
                .isNotEqualTo(predict(Color.RED, weights, "--normalize", "synthetic"));
        Path names = Files.write(directory.resolve("names"), List.of("b", "g", "r", "3", "4", "5", "6", "7", "8", "9"));
        assertThat(predict(Color.RED, weights, "--classes", names.toString(), "--top", "2"))
                .hasSize(2)
                .element(0)
                .asString()
                .endsWith(" %  r");
    }

    private List<String> predict(Color color, Path weights, String... more) throws IOException {
        Path image = DataFiles.png(directory.resolve("image.png"), color, 50, 7);
        List<String> arguments = new ArrayList<>(List.of("predict", image.toString(), "Speck"));
        if (!List.of(more).contains("--top")) {
            arguments.addAll(List.of("--top", "10"));
        }
        arguments.addAll(List.of("--weights", weights.toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments).done().out().lines().toList();
    }

    @Test
    void aCheckpointServesAsWeights() {
        Path checkpoint = directory.resolve("checkpoint");
        Path weights = directory.resolve("weights");
        speck(List.of(), "--epochs", "1", "--checkpoint", checkpoint + "", "--out", weights + "")
                .done();
        assertThat(evaluate(checkpoint)).isEqualTo(evaluate(weights));
        // Trained on from there, and not from anew.
        Path further = directory.resolve("further");
        Path anew = directory.resolve("anew");
        speck(List.of(), "--epochs", "1", "--rate", "0", "--initial", weights + "", "--out", further + "")
                .done();
        speck(List.of(), "--epochs", "1", "--rate", "0", "--out", anew + "").done();
        assertThat(fc(further)).isEqualTo(fc(weights)).isNotEqualTo(fc(anew));
    }

    @Test
    void theDataSetsOfOthers() throws IOException {
        Path cifar = DataFiles.cifar10(directory.resolve("cifar"), 20, 10);
        assertThat(Cli.run("train", "Speck", "--data", "cifar10:" + cifar, "--epochs", "1", "--batch", "10")
                        .done()
                        .out())
                .contains("20 images, 2 batches of 10", "epoch   1", "test loss");
        Path mnist = DataFiles.mnist(directory.resolve("mnist"), 25, 10);
        Path weights = directory.resolve("mlp.safetensors");
        assertThat(Cli.run(
                                "train",
                                "Mlp",
                                "--data",
                                "mnist:" + mnist,
                                "--epochs",
                                "2",
                                "--batch",
                                "10",
                                "--evaluate-every",
                                "2",
                                "--out",
                                weights.toString())
                        .done()
                        .out()
                        .lines()
                        .filter(line -> line.contains("test loss")))
                .hasSize(1);
        Path grey = DataFiles.png(directory.resolve("grey.png"), Color.WHITE, 28, 0);
        assertThat(Cli.run("predict", grey.toString(), "Mlp", "--weights", weights.toString())
                        .done()
                        .out()
                        .lines())
                .hasSize(5)
                .allMatch(line -> line.matches(" *\\d+\\.\\d\\d %  \\d"));
        assertThat(Cli.run(
                                "predict",
                                grey.toString(),
                                "Mlp",
                                "--weights",
                                weights.toString(),
                                "--normalize",
                                "imagenet")
                        .failed(2)
                        .err())
                .contains("--normalize IMAGENET is for images of 3 channels, these have 1");
    }

    private static String evaluate(Path weights) {
        return Cli.run("evaluate", "Speck", "--data", "synthetic:40,20", "--weights", weights.toString())
                .done()
                .out();
    }

    private static float[] fc(Path weights) {
        try {
            return Weights.read(weights).values("fc.weight");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cli.Result speck(List<String> recipe, String... arguments) {
        List<String> all = new ArrayList<>(List.of("train", "Speck", "--data", "synthetic:40,20", "--batch", "16"));
        all.addAll(recipe);
        all.addAll(List.of(arguments));
        return Cli.run(all);
    }
}
