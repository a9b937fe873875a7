package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.resnet.CompiledResNet18;
import castnet.examples.resnet.CompiledResNet50;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits and activations of torchvision's networks, computed there in double on weights from {@link Formula}. */
class TorchvisionOutputTest {
    /** float32 over 18 to 50 layers; PyTorch's own float32 is about as far from its double. */
    private static final double TOLERANCE = 1e-5;

    private static final String FOLDER = "oracle_torchvision/";

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("resnet18_1x3x224x224_seed1_eval.json", new CompiledResNet18.Factory()),
                Arguments.of("resnet18_2x3x97x131_seed1_eval.json", new CompiledResNet18At97x131.Factory()),
                Arguments.of("resnet34_1x3x64x64_seed1_eval.json", new CompiledResNet34At64.Factory()),
                Arguments.of("resnet50_1x3x224x224_seed1_eval.json", new CompiledResNet50.Factory()),
                Arguments.of("resnet50_2x3x65x97_seed1_eval.json", new CompiledResNet50At65x97.Factory()),
                Arguments.of("resnext50_32x4d_1x3x64x64_seed1_eval.json", new CompiledResNeXt50At64.Factory()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void logitsAreThoseOfTorchvision(String file, NetworkFactory factory) {
        JsonNode oracle = SharedData.json(FOLDER + file);
        assertThat(factory.info().parameterCount())
                .isEqualTo(oracle.get("params").asLong());
        float[] found = run(factory, oracle);
        JsonNode logits = oracle.get("logits");
        double worst = 0;
        int classes = factory.info().output().elements();
        for (int image = 0; image < logits.size(); image++) {
            double[] expected = Errors.numbers(logits.get(image));
            worst = Math.max(worst, Errors.relative(Errors.doubles(found, image * classes, classes), expected));
        }
        report(file, worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    static Stream<Arguments> prefixes() {
        String small = "resnet18_2x3x97x131_seed1_eval.json";
        String large = "resnet50_2x3x65x97_seed1_eval.json";
        return Stream.of(
                Arguments.of(small, "conv1", new CompiledResNet18PrefixConv1.Factory()),
                Arguments.of(small, "maxpool", new CompiledResNet18PrefixStem.Factory()),
                Arguments.of(small, "layer1", new CompiledResNet18PrefixLayer1.Factory()),
                Arguments.of(small, "layer2", new CompiledResNet18PrefixLayer2.Factory()),
                Arguments.of(small, "layer3", new CompiledResNet18PrefixLayer3.Factory()),
                Arguments.of(small, "layer4", new CompiledResNet18PrefixLayer4.Factory()),
                Arguments.of(large, "conv1", new CompiledResNet50PrefixConv1.Factory()),
                Arguments.of(large, "maxpool", new CompiledResNet50PrefixStem.Factory()),
                Arguments.of(large, "layer1", new CompiledResNet50PrefixLayer1.Factory()),
                Arguments.of(large, "layer2", new CompiledResNet50PrefixLayer2.Factory()),
                Arguments.of(large, "layer3", new CompiledResNet50PrefixLayer3.Factory()),
                Arguments.of(large, "layer4", new CompiledResNet50PrefixLayer4.Factory()));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("prefixes")
    void activationsAreThoseOfTorchvision(String file, String activation, NetworkFactory factory) {
        JsonNode oracle = SharedData.json(FOLDER + file);
        JsonNode expected = oracle.get("activations").get(activation);
        float[] found = run(factory, oracle);
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (float value : found) {
            sum += value;
            squares += (double) value * value;
            largest = Math.max(largest, Math.abs(value));
        }
        JsonNode index = expected.get("sample_index");
        double[] sample = new double[index.size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = found[index.get(i).asInt()];
        }
        double absmax = expected.get("absmax").asDouble();
        double worst = Math.abs(largest - absmax) / absmax;
        worst = Math.max(worst, Math.abs(Math.sqrt(squares) / expected.get("l2").asDouble() - 1));
        worst = Math.max(
                worst, Math.abs(sum / found.length - expected.get("mean").asDouble()) / absmax);
        double[] expectedSample = Errors.numbers(expected.get("sample"));
        for (int i = 0; i < sample.length; i++) {
            worst = Math.max(worst, Math.abs(sample[i] - expectedSample[i]) / absmax);
        }
        report(file + " " + activation, worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    private static float[] run(NetworkFactory factory, JsonNode oracle) {
        NetworkInfo info = factory.info();
        int batch = oracle.get("input_shape").get(0).asInt();
        long seed = oracle.get("seed").asLong();
        float[] images = Formula.input(batch * info.input().elements(), seed);
        float[] outputs = new float[batch * info.output().elements()];
        try (Session session = factory.of(Formula.weights(info.parameters(), seed))
                .newSession(SessionConfig.defaults().withBatch(batch))) {
            session.run(images, outputs);
        }
        return outputs;
    }

    private static void report(String name, double error) {
        System.out.printf("oracle %-60s max relative error %.2e%n", name, error);
    }
}
