package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.segment.CompiledHeatMap;
import castnet.runtime.ImageShape;
import castnet.runtime.Session;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.optimizer.AdamW;
import castnet.runtime.optimizer.Schedule;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A map can be trained: to find the one cross among single dots in a noisy picture. */
class HeatMapTest {
    private static final ImageShape SHAPE = CompiledHeatMap.INFO.input();
    private static final int BATCH = 32;
    private static final int STEPS = 150;
    private static final int DOTS = 30;

    @Test
    void itLearnsWhereTheCrossIs() {
        TrainerConfig config = TrainerConfig.builder()
                .batch(BATCH)
                .optimizer(new AdamW(0))
                .schedule(Schedule.constant(0.01))
                .seed(1)
                .build();
        Random random = new Random(2);
        float[] images = new float[BATCH * SHAPE.elements()];
        int[] labels = new int[BATCH];
        try (Trainer trainer = CompiledHeatMap.newTrainer(config)) {
            for (int step = 0; step < STEPS; step++) {
                draw(images, labels, random);
                trainer.step(images, labels, BATCH);
            }
            draw(images, labels, random);
            assertThat(found(trainer, images, labels)).isGreaterThanOrEqualTo(BATCH - 2);
        }
    }

    private static int found(Trainer trainer, float[] images, int[] labels) {
        int pixels = SHAPE.pixels();
        float[] image = new float[pixels];
        float[] map = new float[pixels];
        int found = 0;
        try (Session session = trainer.network().newSession()) {
            for (int i = 0; i < labels.length; i++) {
                System.arraycopy(images, i * pixels, image, 0, pixels);
                session.run(image, map);
                int best = 0;
                for (int p = 0; p < pixels; p++) {
                    best = map[p] > map[best] ? p : best;
                }
                found += best == labels[i] ? 1 : 0;
            }
        }
        return found;
    }

    private static void draw(float[] images, int[] labels, Random random) {
        int width = SHAPE.width();
        for (int i = 0; i < labels.length; i++) {
            int from = i * SHAPE.pixels();
            for (int p = 0; p < SHAPE.pixels(); p++) {
                images[from + p] = 0.2f * (float) random.nextGaussian();
            }
            for (int dot = 0; dot < DOTS; dot++) {
                images[from + random.nextInt(SHAPE.pixels())] += 1;
            }
            int row = 1 + random.nextInt(SHAPE.height() - 2);
            int column = 1 + random.nextInt(width - 2);
            int middle = row * width + column;
            for (int p : new int[] {middle - width, middle - 1, middle, middle + 1, middle + width}) {
                images[from + p] += 1;
            }
            labels[i] = middle;
        }
    }
}
