package castnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyntheticShapesTest {
    private static long checksum(Dataset data) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < data.size(); i++) {
            crc.update(data.label(i));
            crc.update(data.planes(i));
        }
        return crc.getValue();
    }

    @Test
    void theBitsAreFixed() {
        assertThat(checksum(SyntheticShapes.train(1_000, 1))).isEqualTo(3_406_270_290L);
        assertThat(checksum(SyntheticShapes.test(1_000, 1))).isEqualTo(1_118_593_101L);
    }

    @Test
    void imagesAreAFunctionOfSeedAndIndex() {
        Dataset few = SyntheticShapes.train(20, 8);
        Dataset more = SyntheticShapes.train(50, 8);
        Dataset test = SyntheticShapes.test(20, 8);
        Dataset other = SyntheticShapes.train(20, 9);
        for (int i = 0; i < 20; i++) {
            assertThat(more.planes(i)).isEqualTo(few.planes(i));
            assertThat(test.planes(i)).isNotEqualTo(few.planes(i));
            assertThat(other.planes(i)).isNotEqualTo(few.planes(i));
        }
        assertThat(more.classCounts()).containsOnly(5).hasSize(10);
        assertThatIllegalArgumentException().isThrownBy(() -> SyntheticShapes.train(-1, 0));
    }

    @Test
    void theNormalizationFitsItsPixels() {
        Normalization measured = Normalization.of(SyntheticShapes.train(2_000, 3));
        for (int c = 0; c < 3; c++) {
            assertThat(measured.mean(c)).isCloseTo(SyntheticShapes.NORMALIZATION.mean(c), within(0.01));
            assertThat(measured.deviation(c)).isCloseTo(SyntheticShapes.NORMALIZATION.deviation(c), within(0.01));
        }
    }

    /** Softmax regression over the pixels, trained until it fits much of what it was shown, must fail on new images. */
    @Test
    void aLinearClassifierFails() {
        Dataset train = SyntheticShapes.train(3_000, 1);
        Dataset test = SyntheticShapes.test(1_000, 1);
        SoftmaxRegression classifier = new SoftmaxRegression(train.imageSize(), train.classes());
        Batches batches = Batches.of(train, 20)
                .normalize(SyntheticShapes.NORMALIZATION)
                .shuffle(1)
                .build();
        float[] images = new float[batches.floats()];
        int[] labels = new int[20];
        for (int epoch = 0; epoch < 15; epoch++) {
            batches.start(epoch);
            for (int n = batches.next(images, labels); n > 0; n = batches.next(images, labels)) {
                classifier.learn(images, labels, n, 0.004f / (1 + 0.25f * epoch));
            }
        }
        double seen = classifier.accuracy(train);
        double unseen = classifier.accuracy(test);
        assertThat(seen).isGreaterThan(0.4);
        assertThat(unseen).isBetween(0.08, 0.35);
    }

    /** Linear scores, softmax, cross-entropy, plain gradient descent. */
    private static final class SoftmaxRegression {
        private final float[][] weights;
        private final float[] bias;

        SoftmaxRegression(int inputs, int classes) {
            weights = new float[classes][inputs];
            bias = new float[classes];
        }

        private double[] scores(float[] images, int offset) {
            double[] scores = new double[bias.length];
            for (int k = 0; k < scores.length; k++) {
                float sum = bias[k];
                for (int i = 0; i < weights[k].length; i++) {
                    sum += weights[k][i] * images[offset + i];
                }
                scores[k] = sum;
            }
            return scores;
        }

        void learn(float[] images, int[] labels, int n, float rate) {
            int inputs = weights[0].length;
            double[][] errors = new double[n][];
            for (int j = 0; j < n; j++) {
                double[] p = scores(images, j * inputs);
                double most = Arrays.stream(p).max().orElseThrow();
                double total = 0;
                for (int k = 0; k < p.length; k++) {
                    p[k] = Math.exp(p[k] - most);
                    total += p[k];
                }
                for (int k = 0; k < p.length; k++) {
                    p[k] = p[k] / total - (k == labels[j] ? 1 : 0);
                }
                errors[j] = p;
            }
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < bias.length; k++) {
                    float step = rate * (float) errors[j][k] / n;
                    bias[k] -= step;
                    for (int i = 0; i < inputs; i++) {
                        weights[k][i] -= step * images[j * inputs + i];
                    }
                }
            }
        }

        double accuracy(Dataset data) {
            float[] image = new float[data.imageSize()];
            int right = 0;
            for (int j = 0; j < data.size(); j++) {
                data.image(j, SyntheticShapes.NORMALIZATION, image, 0);
                double[] scores = scores(image, 0);
                int best = 0;
                for (int k = 1; k < scores.length; k++) {
                    best = scores[k] > scores[best] ? k : best;
                }
                right += best == data.label(j) ? 1 : 0;
            }
            return (double) right / data.size();
        }
    }
}
