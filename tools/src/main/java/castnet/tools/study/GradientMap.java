package castnet.tools.study;

import castnet.runtime.ImageShape;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How much the loss depends on each position of a network's input: the mean over the channels of the absolute central
 * difference, in the first image of a batch.
 *
 * @param height rows
 * @param width columns
 * @param values row by row
 */
public record GradientMap(int height, int width, List<Double> values) {
    private static final int BATCH = 8;
    // Wide enough that a float's rounding is far below the difference.
    private static final float DELTA = 0.25f;

    public GradientMap {
        values = List.copyOf(values);
    }

    /** In training: a batch norm takes its statistics over all positions. */
    public static GradientMap withBatchStatistics(NetworkFactory network, long seed) {
        TrainerConfig still = TrainerConfig.builder()
                .batch(BATCH)
                .optimizer(new Sgd(0, 0))
                .schedule(Schedule.constant(0))
                .seed(seed)
                .build();
        int[] labels = labels(network, seed);
        try (Trainer trainer = network.newTrainer(still)) {
            return of(
                    network, seed, images -> trainer.step(images, labels, BATCH).loss());
        }
    }

    /** In inference: statistics are frozen. */
    public static GradientMap withFrozenStatistics(NetworkFactory network, long seed) {
        int classes = network.info().output().elements();
        int[] labels = labels(network, seed);
        float[] logits = new float[BATCH * classes];
        try (Session session =
                network.initialized(seed).newSession(SessionConfig.defaults().withBatch(BATCH))) {
            return of(network, seed, images -> {
                session.run(images, logits);
                return meanLoss(logits, labels, classes);
            });
        }
    }

    private static GradientMap of(NetworkFactory network, long seed, ToDoubleFunction<float[]> loss) {
        ImageShape shape = network.info().input();
        float[] images = new float[BATCH * shape.elements()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        int pixels = shape.height() * shape.width();
        double[] values = new double[pixels];
        for (int i = 0; i < shape.elements(); i++) {
            float before = images[i];
            images[i] = before + DELTA;
            double more = loss.applyAsDouble(images);
            images[i] = before - DELTA;
            double less = loss.applyAsDouble(images);
            images[i] = before;
            values[i % pixels] += Math.abs(more - less) / (2 * DELTA * shape.channels());
        }
        return new GradientMap(
                shape.height(), shape.width(), Arrays.stream(values).boxed().toList());
    }

    private static int[] labels(NetworkFactory network, long seed) {
        SplittableRandom random = new SplittableRandom(seed + 1);
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = random.nextInt(network.info().output().elements());
        }
        return labels;
    }

    private static double meanLoss(float[] logits, int[] labels, int classes) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double total = 0;
            for (int c = 0; c < classes; c++) {
                total += Math.exp(logits[i * classes + c]);
            }
            sum += Math.log(total) - logits[i * classes + labels[i]];
        }
        return sum / labels.length;
    }

    /** Mean of the positions that a stride of two reads: even rows of even columns. */
    public double meanRead() {
        return mean(true);
    }

    /** Mean of the positions that a stride of two skips. */
    public double meanSkipped() {
        return mean(false);
    }

    /** The largest of the positions that a stride of two skips. */
    public double largestSkipped() {
        double largest = 0;
        for (int i = 0; i < values.size(); i++) {
            largest = isRead(i) ? largest : Math.max(largest, values.get(i));
        }
        return largest;
    }

    private double mean(boolean read) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            if (isRead(i) == read) {
                sum += values.get(i);
                count++;
            }
        }
        return sum / count;
    }

    private boolean isRead(int position) {
        return position / width % 2 == 0 && position % width % 2 == 0;
    }
}
