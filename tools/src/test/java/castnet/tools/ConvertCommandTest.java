package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.NetworkRegistry;
import castnet.runtime.weights.Weights;
import castnet.tools.weights.KerasFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    @TempDir
    Path directory;

    private final Weights weights =
            Weights.initialize(NetworkRegistry.load().find("Speck").info().parameters(), 3);

    @Test
    void fromSafetensorsToNumpyAndBack() throws IOException {
        Path first = directory.resolve("a.safetensors");
        Path npz = directory.resolve("b.npz");
        Path last = directory.resolve("c.safetensors");
        weights.write(first);
        assertThat(Cli.run("convert", first.toString(), npz.toString()).done().out())
                .isEqualTo("wrote %d arrays to %s%n".formatted(weights.keys().size(), npz));
        Cli.run("convert", npz.toString(), last.toString(), "--network", "Speck")
                .done();
        assertThat(Files.readAllBytes(last)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void toTheNamesOfAConvention() throws IOException {
        Path in = directory.resolve("a.safetensors");
        Path out = directory.resolve("b.safetensors");
        weights.write(in);
        Cli.run("convert", in.toString(), out.toString(), "--network", "Speck", "--to", "keras")
                .done();
        Weights theirs = Weights.read(out);
        assertThat(theirs.keys()).contains("conv1_conv/kernel", "predictions/bias");
        assertThat(theirs.shape("conv1_conv/kernel")).containsExactly(3, 3, 3, 8);
        Cli.run("convert", out.toString(), in.toString(), "--network", "Speck").done();
        assertThat(Weights.read(in).values("conv1.weight")).isEqualTo(weights.values("conv1.weight"));
    }

    @Test
    void whatDoesNotFitIsListedAndNothingWritten() throws IOException {
        Path in = directory.resolve("a.safetensors");
        Path out = directory.resolve("b.safetensors");
        weights.write(in);
        assertThat(Cli.run("convert", in.toString(), out.toString(), "--network", "LeNet5")
                        .failed(1)
                        .err())
                .contains("the weights do not fit LeNet5", "missing     fc1.weight [120, 400]");
        assertThat(Cli.run("convert", in.toString(), out.toString(), "--to", "keras")
                        .failed(2)
                        .err())
                .contains("--to needs --network");
        assertThat(Cli.run("convert", in.toString(), out.toString(), "--network", "Speck", "--to", "caffe")
                        .failed(2)
                        .err())
                .contains("there is no convention caffe; there are: pytorch-cifar");
        assertThat(out).doesNotExist();
    }

    /** Groups and names as Keras 2 writes them, with what is no weight beside it. */
    @Test
    void kerasFile() throws IOException {
        Path file = directory.resolve("net.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup model = hdf.putGroup("model_weights");
            WritableGroup conv = model.putGroup("conv2d").putGroup("conv2d");
            conv.putDataset("kernel:0", new float[][][][] {{{{1, 2}}, {{3, 4}}}});
            conv.putDataset("bias:0", new double[] {0.5, 0.25});
            model.putGroup("dense").putGroup("dense").putDataset("kernel:0", new float[][] {{5, 6, 7}});
            model.putDataset("names", new String[] {"conv2d"});
            hdf.putGroup("optimizer_weights").putDataset("m", new float[] {9});
        }
        Weights read = KerasFile.read(file);
        assertThat(read.keys()).containsExactlyInAnyOrder("conv2d/kernel", "conv2d/bias", "dense/kernel");
        assertThat(read.shape("conv2d/kernel")).containsExactly(1, 2, 1, 2);
        assertThat(read.values("conv2d/kernel")).containsExactly(1, 2, 3, 4);
        assertThat(read.values("conv2d/bias")).containsExactly(0.5f, 0.25f);
        Path out = directory.resolve("net.safetensors");
        Cli.run("convert", file.toString(), out.toString()).done();
        assertThat(Weights.read(out).values("dense/kernel")).containsExactly(5, 6, 7);
    }

    /** Keras 3 numbers the variables of a layer, and calls layers by their kinds; their names stand in an attribute. */
    @Test
    void keras3File() throws IOException {
        Path file = directory.resolve("net.weights.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup layers = hdf.putGroup("layers");
            layer(layers, "dense", "predictions", new float[][] {{5, 6, 7}}, new float[] {1, 2, 3});
            layer(layers, "batch_normalization", "conv1_bn", row(0), row(1), row(2), row(3));
            layers.putGroup("dense_1").putGroup("vars").putDataset("0", new float[][] {{4}});
            layer(layers, "input_layer", "input_layer");
        }
        Weights read = KerasFile.read(file);
        assertThat(read.keys())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "predictions/kernel",
                        "predictions/bias",
                        "conv1_bn/gamma",
                        "conv1_bn/beta",
                        "conv1_bn/moving_mean",
                        "conv1_bn/moving_variance",
                        "dense_1/kernel"));
        assertThat(read.values("conv1_bn/moving_variance")).containsExactly(3);
    }

    /** A batch norm's scale and centre may be left out: of weights alone only if both are, of a model as it says. */
    @Test
    void keras3NormsWithoutScaleOrCentre() throws IOException {
        Path file = directory.resolve("net.weights.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup layers = hdf.putGroup("layers");
            layer(layers, "batch_normalization", "a", row(2), row(3));
        }
        Weights read = KerasFile.read(file);
        assertThat(read.values("a/gamma")).containsExactly(1);
        assertThat(read.values("a/beta")).containsExactly(0);
        assertThat(read.values("a/moving_mean")).containsExactly(2);
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            layer(hdf.putGroup("layers"), "batch_normalization", "a", row(1), row(2), row(3));
        }
        Path out = directory.resolve("net.safetensors");
        assertThat(Cli.run("convert", file.toString(), out.toString()).failed(1).err())
                .contains("the batch norm a has 3 arrays", "model.save(\"net.keras\")");
        String config = "{\"config\": {\"layers\": [{\"config\": {\"name\": \"a\", \"%s\": false}}]}}";
        Path whole = keras(config.formatted("scale"), file);
        assertThat(KerasFile.read(whole).values("a/gamma")).containsExactly(1);
        assertThat(KerasFile.read(whole).values("a/beta")).containsExactly(1);
        Weights centred = KerasFile.read(keras(config.formatted("center"), file));
        assertThat(centred.values("a/gamma")).containsExactly(1);
        assertThat(centred.values("a/beta")).containsExactly(0);
        assertThat(centred.values("a/moving_variance")).containsExactly(3);
        Cli.run("convert", whole.toString(), out.toString()).done();
        assertThat(Weights.read(out).keys()).hasSize(4);
        assertThat(Cli.run("convert", keras("{", file).toString(), out.toString())
                        .failed(1)
                        .err())
                .contains("config.json makes no sense");
        assertThatThrownBy(() -> Weights.read(whole)).hasMessageContaining("castnet convert");
    }

    private static float[] row(float value) {
        return new float[] {value};
    }

    private static void layer(WritableGroup layers, String kind, String name, Object... variables) {
        WritableGroup vars = layers.putGroup(kind).putGroup("vars");
        vars.putAttribute("name", name);
        for (int i = 0; i < variables.length; i++) {
            vars.putDataset(Integer.toString(i), variables[i]);
        }
    }

    private Path keras(String config, Path weights) throws IOException {
        Path file = directory.resolve("net.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("config.json"));
            zip.write(config.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("model.weights.h5"));
            Files.copy(weights, zip);
        }
        return file;
    }

    @Test
    void damagedHdf5IsRefused() throws IOException {
        Path file = directory.resolve("net.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putGroup("dense").putDataset("kernel:0", new float[][] {{5, 6, 7}});
        }
        byte[] whole = Files.readAllBytes(file);
        Path out = directory.resolve("net.safetensors");
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 4; change++) {
                bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            Cli.Result result = Cli.run("convert", file.toString(), out.toString());
            if (result.code() != 0) {
                result.failed(1);
                assertThat(result.err()).contains(file.toString());
            }
        }
        Files.write(file, Arrays.copyOf(whole, 100));
        assertThat(Cli.run("convert", file.toString(), out.toString()).failed(1).err())
                .contains("is damaged");
    }

    @Test
    void publishedKerasFileHasTheReferencesArrays() throws IOException {
        Path reference = SharedData.file("models/mlperf_tiny/resnet8_mlperf_tiny.safetensors");
        Path out = directory.resolve("tiny.safetensors");
        Cli.run(
                        "convert",
                        SharedData.file("models/mlperf_tiny/pretrainedResnet.h5")
                                .toString(),
                        out.toString(),
                        "--network",
                        "TinyResNet8")
                .done();
        Weights expected = Weights.read(reference);
        Weights found = Weights.read(out);
        assertThat(found.keys()).containsExactlyInAnyOrderElementsOf(expected.keys());
        for (String key : expected.keys()) {
            assertThat(found.shape(key)).as(key).isEqualTo(expected.shape(key));
            assertThat(found.values(key)).as(key).isEqualTo(expected.values(key));
        }
    }
}
