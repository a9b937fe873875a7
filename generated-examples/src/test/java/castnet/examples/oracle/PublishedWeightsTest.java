package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.cifar.CompiledCifarResNet20;
import castnet.examples.cifar.CompiledCifarResNet32;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.data.Cifar;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Normalization;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published CIFAR-10 networks on real images: their logits image by image, and their accuracy. */
class PublishedWeightsTest {
    private static final double TOLERANCE = 1e-3;
    private static final int CLASSES = 10;

    static Stream<Arguments> networks() {
        return Stream.of("lossless", "jpeg_00000-04999")
                .flatMap(images -> Stream.of(
                        Arguments.of("resnet20_cifar10_optA", images, new CompiledCifarResNet20.Factory()),
                        Arguments.of("resnet32_cifar10_optA", images, new CompiledCifarResNet32.Factory())));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("networks")
    void logitsAndAccuracyAreTheReference(String model, String images, NetworkFactory factory) throws IOException {
        Weights weights = Weights.read(SharedData.file("models/akamaster/" + model + ".safetensors"));
        Dataset dataset = Cifar.CIFAR10.read(List.of(SharedData.file("cifar10/test_" + images + ".bin")));
        List<String> rows = Files.readAllLines(SharedData.file("cifar10_reference/" + model + "__" + images + ".csv"));
        assertThat(rows).hasSize(dataset.size() + 1);
        List<String> columns = List.of(rows.getFirst().split(","));
        float[] image = new float[dataset.imageSize()];
        float[] logits = new float[CLASSES];
        double worst = 0;
        int correct = 0;
        int expectedCorrect = 0;
        try (Session session = factory.of(weights).newSession(SessionConfig.defaults())) {
            for (int i = 0; i < dataset.size(); i++) {
                dataset.image(i, Normalization.IMAGENET, image, 0);
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
                "published %s on %s: accuracy %.3f %% (reference %.3f %%), largest difference of a logit %.1e%n",
                model, images, 100.0 * correct / dataset.size(), 100.0 * expectedCorrect / dataset.size(), worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    /** Where the file has the reference's logits, the largest difference to them. */
    private static double difference(float[] logits, String[] row, List<String> columns) {
        int offset = columns.indexOf("logit0");
        double worst = 0;
        for (int c = 0; offset >= 0 && c < CLASSES; c++) {
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
