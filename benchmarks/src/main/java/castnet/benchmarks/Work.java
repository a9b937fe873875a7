package castnet.benchmarks;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.weights.Weights;
import java.util.SplittableRandom;

/**
 * What all contenders do: inference on a batch, or a training step (forward, cross entropy, backward, SGD with momentum).
 *
 * @param network name of a compiled network
 */
record Work(String network, int batch, boolean training) {
    private static final String TRAINING = "train:";

    /** {@code NETWORK[:BATCH]} or {@code train:NETWORK:BATCH}. */
    static Work parse(String text) {
        boolean training = text.startsWith(TRAINING);
        String[] parts = (training ? text.substring(TRAINING.length()) : text).split(":", -1);
        int batch = parts.length < 2 ? 1 : Integer.parseInt(parts[1]);
        return new Work(parts[0], batch, training);
    }

    NetworkFactory factory() {
        return NetworkRegistry.load().find(network);
    }

    /** The same initial weights for all. */
    Weights weights() {
        return Weights.initialize(factory().info().parameters(), 1);
    }

    /** The same images for all, NCHW. */
    float[] images() {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[batch * factory().info().input().elements()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextDouble(-1, 1);
        }
        return images;
    }

    int[] labels() {
        int classes = factory().info().output().channels();
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = (7 * i + 3) % classes;
        }
        return labels;
    }

    long[] inputShape() {
        var input = factory().info().input();
        return new long[] {batch, input.channels(), input.height(), input.width()};
    }

    @Override
    public String toString() {
        return (training ? "training step, " : "") + network + ", batch " + batch;
    }
}
