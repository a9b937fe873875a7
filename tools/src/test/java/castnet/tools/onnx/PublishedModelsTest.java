package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.data.Cifar;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Idx;
import castnet.runtime.data.Normalization;
import castnet.tools.SharedData;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published models, imported and compiled: their logits image by image, and their accuracy. */
class PublishedModelsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void mnist8() throws IOException {
        Path images = SharedData.file("mnist/t10k-images-idx3-ubyte.gz");
        Dataset digits =
                Idx.read(images, SharedData.file("mnist/t10k-labels-idx1-ubyte.gz"), Collections.nCopies(10, "digit"));
        // Logits go up to 10⁴, where a float's last bit is 10⁻³.
        compare("models/mnist/mnist-8.onnx", digits, raw(1), "mnist_reference/mnist-8__t10k.csv", 1e-2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless", "jpeg_00000-04999"})
    void resnet2b(String images) throws IOException {
        Dataset test = Cifar.CIFAR10.read(List.of(SharedData.file("cifar10/test_" + images + ".bin")));
        Normalization normal =
                new Normalization(new double[] {.4914, .4822, .4465}, new double[] {.2471, .2435, .2616});
        compare("models/vnncomp/resnet_2b.onnx", test, normal, "cifar10_reference/resnet_2b__" + images + ".csv", 1e-3);
    }

    @Test
    void lightResnet50BeforeItsSoftmax() throws IOException {
        Path model = SharedData.file("architecture_specs/light_resnet50.onnx");
        assertThatThrownBy(() -> imported(model, null))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("1 of the model's")
                .hasMessageContaining("Softmax");
        Imported imported = imported(model, "r174");
        assertThat(imported.source().lines().filter(line -> line.contains("Tensor ")))
                .hasSize(53 + 16 + 3);
        try (Declarations compiled = Declarations.compile(folder, Map.of("Net", imported.source()))) {
            imported.weights()
                    .requireMatch("Net", compiled.network("Net").info().parameters());
        }
    }

    private static Normalization raw(int channels) {
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        Arrays.fill(deviation, 1 / 255.0);
        return new Normalization(mean, deviation);
    }

    private static Imported imported(Path model, @Nullable String output) throws IOException {
        return OnnxImporter.read(OnnxReader.read(model), new Request("net.onnx", "", "Net", output, null));
    }

    private void compare(String model, Dataset images, Normalization normal, String reference, double tolerance)
            throws IOException {
        List<String> rows = Files.readAllLines(SharedData.file(reference));
        List<String> columns = List.of(rows.getFirst().split(","));
        Imported imported = imported(SharedData.file(model), null);
        assertThat(rows).hasSize(images.size() + 1);
        try (Declarations compiled = Declarations.compile(folder, Map.of("Net", imported.source()))) {
            NetworkFactory network = compiled.network("Net");
            float[] image = new float[images.imageSize()];
            float[] logits = new float[network.info().output().elements()];
            double worst = 0;
            int compared = 0;
            int correct = 0;
            int expected = 0;
            try (Session session = network.of(imported.weights()).newSession()) {
                for (int i = 0; i < images.size(); i++) {
                    images.image(i, normal, image, 0);
                    session.run(image, logits);
                    String[] row = rows.get(i + 1).split(",");
                    int offset = columns.indexOf("logit0");
                    if (offset >= 0 && offset < row.length) {
                        worst = Math.max(worst, difference(logits, row, offset));
                        compared++;
                    }
                    correct += argmax(logits) == images.label(i) ? 1 : 0;
                    expected += Integer.parseInt(row[columns.indexOf("pred")]) == images.label(i) ? 1 : 0;
                }
            }
            System.out.printf(
                    "imported %s, %s: accuracy %.3f %% (reference %.3f %%), largest difference of a logit %.1e on %d images%n",
                    model,
                    reference,
                    100.0 * correct / images.size(),
                    100.0 * expected / images.size(),
                    worst,
                    compared);
            assertThat(worst).isLessThan(tolerance);
            assertThat(correct).isEqualTo(expected);
        }
    }

    /** The largest difference to the reference's logits. */
    private static double difference(float[] logits, String[] row, int offset) {
        double worst = 0;
        for (int c = 0; c < logits.length; c++) {
            worst = Math.max(worst, Math.abs(logits[c] - Double.parseDouble(row[offset + c])));
        }
        return worst;
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }
}
