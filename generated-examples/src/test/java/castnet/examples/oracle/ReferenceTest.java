package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.weights.Conventions;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Weights;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logits and gradients of torchvision, timm, Keras and others, computed there in double on random weights and images of odd sizes by
 * {@code src/test/python/reference.py}, which made the files. That names and axes are theirs is part of it.
 */
class ReferenceTest {
    /** As in {@link TorchvisionOutputTest}. */
    private static final double TOLERANCE = 1e-5;

    /** A network's last layers lose what rounding does in all the layers between, forth and back. */
    private static final double GRADIENT_TOLERANCE = 1e-4;

    /** So large that the step, and not the weight, decides the rounding of weight − rate·gradient. */
    private static final double RATE = 4096;

    static Stream<Named> logits() throws IOException {
        return records("logits.json");
    }

    static Stream<Named> gradients() throws IOException {
        return records("gradients.json");
    }

    /** A record of a file, which its network's name stands for in reports. */
    record Named(JsonNode record) {
        @Override
        public String toString() {
            return record.get("network").asText() + ", " + record.get("source").asText();
        }
    }

    private static Stream<Named> records(String file) throws IOException {
        try (InputStream in = ReferenceTest.class.getResourceAsStream(file)) {
            JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(in, file));
            return StreamSupport.stream(all.spliterator(), false).map(Named::new);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logits")
    void logitsAreThoseOfTheReference(Named named) {
        JsonNode expected = named.record();
        NetworkFactory factory = factory(expected);
        NetworkInfo info = factory.info();
        assertThat(info.parameterCount()).isEqualTo(expected.get("parameters").asLong());
        int batch = expected.get("input").get(0).asInt();
        int classes = info.output().elements();
        float[] logits = new float[batch * classes];
        try (Session session = factory.of(weights(info, expected))
                .newSession(SessionConfig.defaults().withBatch(batch))) {
            session.run(Formula.input(batch * info.input().elements(), seed(expected)), logits);
        }
        double largest = expected.get("largest").asDouble();
        int every = expected.get("every").asInt();
        double worst = 0;
        for (int image = 0; image < batch; image++) {
            JsonNode row = expected.get("logits").get(image);
            assertThat(row.size()).isEqualTo(Math.ceilDiv(classes, every));
            for (int i = 0; i < row.size(); i++) {
                double difference = Math.abs(
                        logits[image * classes + i * every] - row.get(i).asDouble());
                worst = Math.max(worst, difference / largest);
            }
        }
        System.out.printf("reference logits %-85s max relative error %.1e%n", named, worst);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gradients")
    void gradientsAreThoseOfTheReference(Named named) {
        JsonNode expected = named.record();
        NetworkFactory factory = factory(expected);
        NetworkInfo info = factory.info();
        int batch = expected.get("input").get(0).asInt();
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = expected.get("labels").get(i).asInt();
        }
        Weights before =
                calm(weights(info, expected), info, expected.get("convention").asText());
        TrainerConfig config = TrainerConfig.builder()
                .batch(batch)
                .optimizer(new Sgd(0, 0))
                .schedule(Schedule.constant(RATE))
                .build();
        double worst = 0;
        try (Trainer trainer = factory.newTrainer(config)) {
            trainer.load(before);
            double loss = trainer.step(Formula.input(batch * info.input().elements(), seed(expected)), labels, batch)
                    .loss();
            assertThat(Math.abs(loss / expected.get("loss").asDouble() - 1))
                    .as("loss %s", loss)
                    .isLessThan(1e-5);
            Weights after = trainer.weights();
            assertThat(expected.get("gradients")).hasSize((int)
                    info.parameters().stream().filter(p -> p.role().isTrained()).count());
            for (ParameterSpec parameter : info.parameters()) {
                if (parameter.role().isTrained()) {
                    String theirs =
                            Formula.key(parameter, expected.get("convention").asText());
                    worst = Math.max(
                            worst,
                            error(
                                    theirs,
                                    gradient(before, after, parameter.key()),
                                    expected.get("gradients").get(theirs),
                                    seed(expected)));
                }
            }
        }
        System.out.printf("reference gradients %-82s max relative error %.1e%n", named, worst);
        assertThat(worst).isLessThan(GRADIENT_TOLERANCE);
    }

    /** Norm, weighed sum, first and last element, all relative to the norm. */
    private static double error(String key, double[] gradient, JsonNode expected, long seed) {
        double[] weights = Formula.uniform(key + "/gradient", seed, gradient.length);
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            squares += gradient[i] * gradient[i];
            sum += gradient[i] * (2 * weights[i] - 1);
        }
        double norm = expected.get(0).asDouble();
        double[] found = {Math.sqrt(squares), sum, gradient[0], gradient[gradient.length - 1]};
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - expected.get(i).asDouble()) / norm);
        }
        return worst;
    }

    private static double[] gradient(Weights before, Weights after, String key) {
        float[] from = before.values(key);
        float[] to = after.values(key);
        double[] gradient = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            gradient[i] = ((double) from[i] - to[i]) / RATE;
        }
        return gradient;
    }

    /** As in the script: what a bottleneck's branch adds is a quarter, so that gradients are no chaos. */
    private static Weights calm(Weights weights, NetworkInfo info, String convention) {
        Weights.Builder builder = Weights.builder();
        for (ParameterSpec parameter : info.parameters()) {
            float[] values = weights.values(parameter.key());
            String theirs = Formula.key(parameter, convention);
            if (theirs.endsWith(".bn3.weight") || theirs.endsWith(".conv3.weight")) {
                for (int i = 0; i < values.length; i++) {
                    values[i] *= 0.25f;
                }
            }
            builder.put(parameter.key(), parameter.shape(), values);
        }
        return builder.build();
    }

    private static NetworkFactory factory(JsonNode expected) {
        NetworkFactory factory =
                NetworkRegistry.load().find(expected.get("network").asText());
        NetworkInfo info = factory.info();
        JsonNode input = expected.get("input");
        assertThat(input.get(2).asInt()).isEqualTo(info.input().height());
        assertThat(input.get(3).asInt()).isEqualTo(info.input().width());
        return factory;
    }

    private static Weights weights(NetworkInfo info, JsonNode expected) {
        String convention = expected.get("convention").asText();
        return convention.isEmpty()
                ? Formula.weights(info.parameters(), seed(expected))
                : Formula.weights(info, Conventions.find(convention), seed(expected));
    }

    private static long seed(JsonNode expected) {
        return expected.get("seed").asLong();
    }
}
