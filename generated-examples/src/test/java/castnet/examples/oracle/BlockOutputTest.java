package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Session;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logits of networks that consist of users' blocks, against torchvision and timm in double; {@code
 * src/test/python/block_logits.py} made the files. That the keys are theirs is part of it: weights come from the keys.
 */
class BlockOutputTest {
    /** As in {@link TorchvisionOutputTest}. */
    private static final double TOLERANCE = 1e-5;

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("mobilenet_v2_1x3x65x97.json", new CompiledMobileNetV2At65x97.Factory()),
                Arguments.of("densenet121_1x3x65x97.json", new CompiledDenseNet121At65x97.Factory()),
                Arguments.of("seresnet50_1x3x65x97.json", new CompiledSeResNet50OfBlocksAt65x97.Factory()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void logitsAreThoseOfTheReference(String file, NetworkFactory factory) throws IOException {
        JsonNode oracle;
        try (InputStream in = getClass().getResourceAsStream(file)) {
            oracle = new ObjectMapper().readTree(Objects.requireNonNull(in, file));
        }
        NetworkInfo info = factory.info();
        assertThat(info.parameterCount()).isEqualTo(oracle.get("params").asLong());
        long seed = oracle.get("seed").asLong();
        float[] logits = new float[info.output().elements()];
        try (Session session =
                factory.of(Formula.weights(info.parameters(), seed)).newSession()) {
            session.run(Formula.input(info.input().elements(), seed), logits);
        }
        double[] expected = Errors.numbers(oracle.get("logits").get(0));
        double worst = Errors.relative(Errors.doubles(logits, 0, logits.length), expected);
        System.out.printf("oracle %-60s max relative error %.2e%n", file, worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }
}
