package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.resnet.CompiledResNet50V1;
import castnet.examples.study.CompiledResNet50V1Whole;
import castnet.runtime.CompiledNetwork;
import castnet.runtime.Session;
import castnet.runtime.weights.Weights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** ResNet-50 v1 with the stride pushed back into the 3×3 of the block before, beside the same network as it is declared. */
class ExactStrideTest {
    @Test
    void rewrittenNetworkGivesTheSameLogits() {
        Weights weights = Weights.initialize(CompiledResNet50V1.INFO.parameters(), 3);
        float[] rewritten = logits(CompiledResNet50V1.of(weights));
        float[] whole = logits(CompiledResNet50V1Whole.of(weights));
        double scale = 0;
        double difference = 0;
        for (int i = 0; i < whole.length; i++) {
            scale = Math.max(scale, Math.abs(whole[i]));
            difference = Math.max(difference, Math.abs(whole[i] - rewritten[i]));
        }
        System.out.printf("ResNet-50 v1, rewritten: largest difference of a logit %.2e of %.3g%n", difference, scale);
        assertThat(scale).isPositive().isFinite();
        assertThat(difference / scale).isLessThan(2e-6);
    }

    private static float[] logits(CompiledNetwork network) {
        float[] image = new float[network.info().input().elements()];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextGaussian();
        }
        float[] logits = new float[network.info().output().elements()];
        try (Session session = network.newSession()) {
            session.run(image, logits);
        }
        return logits;
    }
}
