package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.cifar.CompiledCifarResNet20;
import castnet.examples.cifar.CompiledCifarResNet32;
import castnet.examples.cifar.CompiledResNet2B;
import castnet.examples.cifar.CompiledTinyResNet8;
import castnet.examples.classic.CompiledBurnMnist;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.data.Cifar;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Idx;
import castnet.runtime.data.Normalization;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published CIFAR-10 networks on real images: their logits image by image, and their accuracy. */
class PublishedWeightsTest {
    private static final double TOLERANCE = 1e-3;
    private static final int CLASSES = 10;

    /** Each from the file as it was published, where the runtime reads it, and from safetensors. */
    static Stream<Arguments> networks() {
        Normalization vnncomp =
                new Normalization(new double[] {0.4914, 0.4822, 0.4465}, new double[] {0.2471, 0.2435, 0.2616});
        NetworkFactory resnet20 = new CompiledCifarResNet20.Factory();
        NetworkFactory resnet32 = new CompiledCifarResNet32.Factory();
        NetworkFactory resnet2b = new CompiledResNet2B.Factory();
        NetworkFactory tiny = new CompiledTinyResNet8.Factory();
        return Stream.of("lossless", "jpeg_00000-04999")
                .flatMap(images -> Stream.of(
                        cifar(
                                "akamaster/resnet20-12fca82f.th",
                                "resnet20_cifar10_optA",
                                images,
                                Normalization.IMAGENET,
                                resnet20),
                        cifar(
                                "akamaster/resnet32-d509ac18.th",
                                "resnet32_cifar10_optA",
                                images,
                                Normalization.IMAGENET,
                                resnet32),
                        cifar(
                                "akamaster/resnet20_cifar10_optA.safetensors",
                                "resnet20_cifar10_optA",
                                images,
                                Normalization.IMAGENET,
                                resnet20),
                        cifar(
                                "mlperf_tiny/resnet8_mlperf_tiny.safetensors",
                                "resnet8_mlperf_tiny",
                                images,
                                Normalization.raw(3),
                                tiny),
                        cifar("vnncomp/resnet2b_model_best.pth", "resnet_2b", images, vnncomp, resnet2b),
                        cifar("vnncomp/resnet_2b.safetensors", "resnet_2b", images, vnncomp, resnet2b)));
    }

    private static Arguments cifar(
            String file, String reference, String images, Normalization normalization, NetworkFactory factory) {
        return Arguments.of(file, reference, images, normalization, factory);
    }

    @ParameterizedTest(name = "{0} on {2}")
    @MethodSource("networks")
    void logitsAndAccuracyAreTheReference(
            String file, String reference, String images, Normalization normalization, NetworkFactory factory)
            throws IOException {
        Dataset dataset = Cifar.CIFAR10.read(List.of(SharedData.file("cifar10/test_" + images + ".bin")));
        compare(file, dataset, normalization, factory, "cifar10_reference/" + reference + "__" + images + ".csv");
    }

    /** The .safetensors beside it is of another training, which the reference is not of. */
    @Test
    void digits() throws IOException {
        Path images = SharedData.file("mnist/t10k-images-idx3-ubyte.gz");
        Path labels = SharedData.file("mnist/t10k-labels-idx1-ubyte.gz");
        Dataset dataset = Idx.read(images, labels, Collections.nCopies(CLASSES, "digit"));
        compare(
                "mnist/burn_mnist.pt",
                dataset,
                Normalization.MNIST,
                new CompiledBurnMnist.Factory(),
                "mnist_reference/burn_mnist__t10k.csv");
    }

    private static void compare(
            String file, Dataset dataset, Normalization normalization, NetworkFactory factory, String reference)
            throws IOException {
        Weights weights = Weights.read(
                SharedData.file("models/" + file),
                factory.info().name(),
                factory.info().parameters());
        List<String> rows = Files.readAllLines(SharedData.file(reference));
        assertThat(rows).hasSize(dataset.size() + 1);
        List<String> columns = List.of(rows.getFirst().split(","));
        float[] image = new float[dataset.imageSize()];
        float[] logits = new float[CLASSES];
        double worst = 0;
        int correct = 0;
        int expectedCorrect = 0;
        try (Session session = factory.of(weights).newSession(SessionConfig.defaults())) {
            for (int i = 0; i < dataset.size(); i++) {
                dataset.image(i, normalization, image, 0);
                session.run(image, logits);
                String[] row = rows.get(i + 1).split(",");
                int expected = Integer.parseInt(row[columns.indexOf("pred")]);
                worst = Math.max(worst, difference(logits, row, columns));
                if (!isTie(row, columns)) {
                    assertThat(argmax(logits)).as("prediction of image %d", i).isEqualTo(expected);
                }
                correct += argmax(logits) == dataset.label(i) ? 1 : 0;
                expectedCorrect += expected == dataset.label(i) ? 1 : 0;
            }
        }
        System.out.printf(
                "published %s, %s: accuracy %.3f %% (reference %.3f %%), largest difference of a logit %.1e%n",
                file, reference, 100.0 * correct / dataset.size(), 100.0 * expectedCorrect / dataset.size(), worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    /** Where the file has the reference's logits, of this image, the largest difference to them. */
    private static double difference(float[] logits, String[] row, List<String> columns) {
        int offset = columns.indexOf("logit0");
        double worst = 0;
        for (int c = 0; offset >= 0 && offset < row.length && c < CLASSES; c++) {
            worst = Math.max(worst, Math.abs(logits[c] - Double.parseDouble(row[offset + c])));
        }
        return worst;
    }

    /** Whether the reference's two best logits are so near that rounding may swap them. */
    private static boolean isTie(String[] row, List<String> columns) {
        int margin = columns.indexOf("margin_to_second");
        return margin >= 0 && Double.parseDouble(row[margin]) < TOLERANCE;
    }

    private static int argmax(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }
}
