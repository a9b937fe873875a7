package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import castnet.runtime.weights.Safetensors;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit code 1: the arguments are right, but what they name is missing, damaged or of another kind. */
class ImpossibleTest {
    private static final String TINY = "synthetic:20,10";

    @TempDir
    Path directory;

    private Path weights;

    @BeforeEach
    void train() {
        weights = directory.resolve("speck.safetensors");
        Cli.run("train", "Speck", "--data", TINY, "--epochs", "1", "--batch", "10", "--out", weights.toString())
                .done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10:", "cifar100:", "mnist:", "folder:"})
    void aMissingDataFolder(String form) {
        Path missing = directory.resolve("missing");
        assertThat(trainOn(form + missing)).contains(missing.toString()).containsAnyOf("does not exist", "no file");
        assertThat(Cli.run("compare", "--data", form + missing).failed(1).err()).contains(missing.toString());
    }

    @Test
    void damagedDataIsNamedByFileAndPlace() throws IOException {
        Path cifar = DataFiles.cifar10(directory.resolve("cifar"), 20, 10);
        Path batch = cifar.resolve("data_batch_1.bin");
        Files.write(batch, Arrays.copyOf(Files.readAllBytes(batch), 5000));
        assertThat(trainOn("cifar10:" + cifar)).contains("data_batch_1.bin, byte 5000", "record 1");

        Path mnist = DataFiles.mnist(directory.resolve("mnist"), 20, 10);
        Files.writeString(mnist.resolve("train-labels-idx1-ubyte.gz"), "no gzip at all");
        assertThat(trainOn("mnist:" + mnist)).contains("train-labels-idx1-ubyte.gz", "magic number");

        Path folder = DataFiles.folder(directory.resolve("folder"), 2, 16);
        Files.writeString(folder.resolve("train/red/1.png"), "no image");
        assertThat(trainOn("folder:" + folder)).contains("1.png", "is neither a PNG nor a JPEG image");
    }

    @Test
    void moreClassesThanTheNetworkKnows() throws IOException {
        Path folder = directory.resolve("many");
        for (int i = 0; i < 11; i++) {
            DataFiles.png(folder.resolve("train").resolve("class" + i).resolve("a.png"), Color.RED, 8, i);
            DataFiles.png(folder.resolve("test").resolve("class" + i).resolve("a.png"), Color.RED, 8, i);
        }
        Cli.Result result =
                Cli.run("train", "Speck", "--data", "folder:" + folder).failed(2);
        assertThat(result.err()).contains("Speck knows 10 classes, the data set has 11");
    }

    @Test
    void weightsThatDoNotFit() throws IOException {
        assertThat(evaluate("Mlp", weights))
                .contains("the weights do not fit Mlp", "missing     fc1.weight", "unexpected  conv1.weight");
        assertThat(evaluate("Speck", directory.resolve("missing"))).contains("there is no file", "missing");
        assertThat(evaluate("Speck", directory)).contains(directory + " is a directory");
        Path cut = directory.resolve("cut.safetensors");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(weights), 700));
        assertThat(evaluate("Speck", cut)).contains(cut.toString());
        Path text = Files.writeString(directory.resolve("text"), "these are no weights");
        assertThat(evaluate("Speck", text)).contains(text.toString(), "no safetensors file");
        assertThat(Cli.run("bench", "Mlp", "--weights", weights.toString())
                        .failed(1)
                        .err())
                .contains("do not fit Mlp");
        assertThat(Cli.run("train", "Mlp", "--initial", text.toString(), "--data", "mnist:" + digits())
                        .failed(1)
                        .err())
                .contains("no safetensors file");
    }

    @Test
    void aCheckpointThatIsNone() throws IOException {
        assertThat(resume(weights)).contains(weights.toString(), "is no checkpoint");
        Path checkpoint = directory.resolve("checkpoint");
        Cli.run("train", "Speck", "--data", TINY, "--epochs", "1", "--batch", "10", "--checkpoint", checkpoint + "")
                .done();
        assertThat(Cli.run(
                                "train",
                                "Speck",
                                "--data",
                                TINY,
                                "--batch",
                                "5",
                                "--resume",
                                "--checkpoint",
                                checkpoint.toString())
                        .failed(1)
                        .err())
                .contains("is of another settings", "batch 5", "batch 10");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length - 3] ^= 1;
        Files.write(checkpoint, bytes);
        assertThat(resume(checkpoint)).contains("is a damaged checkpoint: its checksum is wrong");
        Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length - 10));
        assertThat(resume(checkpoint)).contains(checkpoint.toString());
    }

    @Test
    void anUnreadableImage() throws IOException {
        Path text = Files.writeString(directory.resolve("text.png"), "no image");
        assertThat(predict(text)).contains("text.png", "is neither a PNG nor a JPEG image");
        Path whole = DataFiles.png(directory.resolve("whole.png"), Color.RED, 32, 0);
        Path cut = directory.resolve("cut.png");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), 60));
        assertThat(predict(cut)).contains("cut.png");
        assertThat(predict(directory.resolve("missing.png"))).contains("missing.png");
        assertThat(predict(directory)).contains(directory.toString());
    }

    @Test
    void classNamesThatDoNotFit() throws IOException {
        Path image = DataFiles.png(directory.resolve("red.png"), Color.RED, 32, 0);
        Path names = Files.writeString(directory.resolve("names"), "one\ntwo\n");
        assertThat(Cli.run(
                                "predict",
                                image.toString(),
                                "Speck",
                                "--weights",
                                weights.toString(),
                                "--classes",
                                names.toString())
                        .failed(2)
                        .err())
                .contains("expected 10 names, one per line, found 2 lines");
        Files.write(names, new byte[] {(byte) 0xff, (byte) 0xfe, 10});
        assertThat(Cli.run(
                                "predict",
                                image.toString(),
                                "Speck",
                                "--weights",
                                weights.toString(),
                                "--classes",
                                names.toString())
                        .failed(1)
                        .err())
                .contains(names + " is no text in UTF-8");
    }

    @Test
    void metadataThatIsNoNormalisation() throws IOException {
        Path image = DataFiles.png(directory.resolve("red.png"), Color.RED, 32, 0);
        String[] predict = {"predict", image.toString(), "Speck", "--weights", weights.toString()};
        Cli.run(predict).done();
        Safetensors.Contents contents = Safetensors.read(weights);
        Map<String, String> metadata = new HashMap<>(contents.metadata());
        assertThat(metadata.put("castnet.deviation", "0.2 zero 0.2")).isNotNull();
        Safetensors.write(weights, contents.weights(), metadata);
        assertThat(Cli.run(predict).failed(1).err())
                .contains(weights + ": the normalisation in its metadata is damaged", "zero");
    }

    @Test
    void aTrainingThatDiverges() {
        assertThat(Cli.run("train", "Speck", "--data", TINY, "--batch", "10", "--rate", "1e30", "--epochs", "9")
                        .failed(1)
                        .err())
                .contains("Lower the learning rate");
    }

    @Test
    void moreMemoryThanThereIs() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30, "the batch below is to be larger than the heap");
        assertThat(Cli.run("bench", "Speck", "--batch", "699000").failed(1).err())
                .contains("not enough memory", "take a smaller --batch");
    }

    private Path digits() throws IOException {
        return DataFiles.mnist(directory.resolve("digits"), 20, 10);
    }

    private static String trainOn(String data) {
        String network = data.startsWith("mnist") ? "Mlp" : "Speck";
        return Cli.run("train", network, "--data", data).failed(1).err();
    }

    private static String evaluate(String network, Path weights) {
        return Cli.run("evaluate", network, "--data", TINY, "--weights", weights.toString())
                .failed(1)
                .err();
    }

    private static String resume(Path checkpoint) {
        return Cli.run(
                        "train",
                        "Speck",
                        "--data",
                        TINY,
                        "--batch",
                        "10",
                        "--resume",
                        "--checkpoint",
                        checkpoint.toString())
                .failed(1)
                .err();
    }

    private String predict(Path image) {
        return Cli.run("predict", image.toString(), "Speck", "--weights", weights.toString())
                .failed(1)
                .err();
    }
}
