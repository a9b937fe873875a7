package castnet.examples.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.cifar.CompiledCifarResNet20;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.data.Cifar;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Normalization;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.Metrics;
import castnet.runtime.weights.Weights;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Losses, gradients, running statistics and SGD steps of PyTorch, computed there in double. */
class TrainingOracleTest {
    /** So large that the step, and not the weight, decides the rounding of weight − rate·gradient. */
    private static final double RATE_TO_READ_GRADIENTS = 4096;

    @Test
    void resNet18GradientsAreThoseOfTorchvision() {
        JsonNode oracle = SharedData.json("oracle_torchvision/resnet18_4x3x64x64_seed1_train.json");
        NetworkFactory factory = new CompiledResNet18At64.Factory();
        Weights before = Formula.weights(factory.info().parameters(), 1);
        float[] images = Formula.input(4 * factory.info().input().elements(), 1);
        int[] labels = labels(oracle.get("target"));
        try (Trainer trainer = factory.newTrainer(plain(4, RATE_TO_READ_GRADIENTS))) {
            trainer.load(before);
            Metrics metrics = trainer.step(images, labels, 4);
            assertThat(relative(metrics.loss(), oracle.get("loss").asDouble())).isLessThan(1e-6);
            Weights after = trainer.weights();
            double worst = gradients(before, after, oracle.get("grad"));
            System.out.printf("oracle resnet18 training gradients, max relative error %.2e%n", worst);
            assertThat(worst).isLessThan(2e-4);
            assertThat(first(after, "bn1.running_mean", oracle.get("bn1.running_mean_after")))
                    .isLessThan(1e-5);
            assertThat(first(after, "bn1.running_var", oracle.get("bn1.running_var_after")))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void fiveStepsOfResNet20AreThoseOfPyTorch() throws IOException {
        JsonNode oracle = SharedData.json("oracle_training/resnet20_sgd5.json");
        NetworkFactory factory = new CompiledCifarResNet20.Factory();
        Weights published = Weights.read(SharedData.file("models/akamaster/resnet20_cifar10_optA.safetensors"));
        float[] images = images("cifar10/train_lossless_00000-03999.bin", 32);
        int[] labels = labels(oracle.get("labels"));
        try (Trainer reading = factory.newTrainer(plain(32, RATE_TO_READ_GRADIENTS))) {
            reading.load(published);
            reading.step(images, labels, 32);
            double worst = gradients(
                    published, reading.weights(), oracle.get("steps").get(0).get("grad"));
            System.out.printf("oracle resnet20 gradients of step 1, max relative error %.2e%n", worst);
            assertThat(worst).isLessThan(2e-3);
        }
        TrainerConfig config = TrainerConfig.builder()
                .batch(32)
                .optimizer(new Sgd(0.9, 1e-4))
                .schedule(Schedule.constant(0.01))
                .build();
        try (Trainer trainer = factory.newTrainer(config)) {
            trainer.load(published);
            double worstLoss = 0;
            for (JsonNode step : oracle.get("steps")) {
                Metrics metrics = trainer.step(images, labels, 32);
                worstLoss = Math.max(
                        worstLoss, relative(metrics.loss(), step.get("loss").asDouble()));
                assertThat(metrics.correct()).isEqualTo(step.get("correct").asLong());
            }
            System.out.printf("oracle resnet20 losses of five steps, max relative error %.2e%n", worstLoss);
            assertThat(worstLoss).isLessThan(1e-3);
            double norms = norms(trainer.weights(), oracle.get("final_param_l2"));
            System.out.printf("oracle resnet20 norms of parameters and statistics, max relative error %.2e%n", norms);
            assertThat(norms).isLessThan(1e-4);
            double logits = logits(trainer, oracle.get("eval_logits_after").get("logits"));
            System.out.printf("oracle resnet20 logits after training, max relative error %.2e%n", logits);
            assertThat(logits).isLessThan(1e-3);
        }
    }

    private static double logits(Trainer trainer, JsonNode expected) throws IOException {
        float[] images = images("cifar10/test_lossless.bin", expected.size());
        float[] image = new float[3 * 32 * 32];
        float[] outputs = new float[10];
        double worst = 0;
        try (Session session = trainer.network().newSession()) {
            for (int i = 0; i < expected.size(); i++) {
                System.arraycopy(images, i * image.length, image, 0, image.length);
                session.run(image, outputs);
                worst = Math.max(
                        worst, Errors.relative(Errors.doubles(outputs, 0, 10), Errors.numbers(expected.get(i))));
            }
        }
        return worst;
    }

    private static double norms(Weights weights, JsonNode expected) {
        double worst = 0;
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            if (weights.contains(entry.getKey())) {
                double squares = 0;
                for (float value : weights.values(entry.getKey())) {
                    squares += (double) value * value;
                }
                worst = Math.max(
                        worst, relative(Math.sqrt(squares), entry.getValue().asDouble()));
            }
        }
        return worst;
    }

    private static TrainerConfig plain(int batch, double rate) {
        return TrainerConfig.builder()
                .batch(batch)
                .optimizer(new Sgd(0, 0))
                .schedule(Schedule.constant(rate))
                .build();
    }

    /** Of every parameter: the gradient's norm, and its first values relative to its norm. */
    private static double gradients(Weights before, Weights after, JsonNode expected) {
        double worst = 0;
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            float[] from = before.values(entry.getKey());
            float[] to = after.values(entry.getKey());
            double squares = 0;
            double[] gradient = new double[from.length];
            for (int i = 0; i < from.length; i++) {
                gradient[i] = ((double) from[i] - to[i]) / RATE_TO_READ_GRADIENTS;
                squares += gradient[i] * gradient[i];
            }
            double norm = entry.getValue().get("l2").asDouble();
            worst = Math.max(worst, relative(Math.sqrt(squares), norm));
            double[] first = Errors.numbers(entry.getValue().get("first"));
            for (int i = 0; i < first.length; i++) {
                worst = Math.max(worst, Math.abs(gradient[i] - first[i]) / norm);
            }
        }
        return worst;
    }

    private static double first(Weights weights, String key, JsonNode expected) {
        double[] numbers = Errors.numbers(expected);
        return Errors.relative(Errors.doubles(weights.values(key), 0, numbers.length), numbers);
    }

    private static float[] images(String file, int count) throws IOException {
        Dataset dataset = Cifar.CIFAR10.read(List.of(SharedData.file(file)));
        float[] images = new float[count * dataset.imageSize()];
        for (int i = 0; i < count; i++) {
            dataset.image(i, Normalization.IMAGENET, images, i * dataset.imageSize());
        }
        return images;
    }

    private static int[] labels(JsonNode array) {
        int[] labels = new int[array.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = array.get(i).asInt();
        }
        return labels;
    }

    private static double relative(double found, double expected) {
        return Math.abs(found - expected) / Math.abs(expected);
    }
}
