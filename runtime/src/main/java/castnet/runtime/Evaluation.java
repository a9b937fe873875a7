package castnet.runtime;

import castnet.runtime.data.Batches;
import castnet.runtime.training.Metrics;

/** How well a network does on labelled images. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Runs the network on all images of an epoch. The loss is the cross-entropy without label smoothing, in double.
     *
     * @param batches of the shape of the network's input; begins at the current epoch's first batch
     * @param threads threads that compute; does not change the result
     * @throws IllegalArgumentException if shape or classes of the images are not the network's
     */
    public static Metrics of(CompiledNetwork network, Batches batches, int threads) {
        requireFit(network.info(), batches);
        int classes = network.info().output().elements();
        int batch = batches.size(0);
        float[] images = new float[batches.floats()];
        int[] labels = new int[batch];
        float[] outputs = new float[batch * classes];
        Metrics metrics = Metrics.NONE;
        batches.start(0);
        SessionConfig config = new SessionConfig(batch, threads, PixelOrder.NCHW);
        try (Session session = network.newSession(config)) {
            for (int n = batches.next(images, labels); n > 0; n = batches.next(images, labels)) {
                session.run(images, outputs, n);
                for (int i = 0; i < n; i++) {
                    metrics = metrics.plus(judge(outputs, i * classes, classes, labels[i]));
                }
            }
        }
        return metrics;
    }

    /** Refuses images that the network is not made for. */
    static void requireFit(NetworkInfo info, Batches batches) {
        ImageShape input = info.input();
        ImageShape found = new ImageShape(
                batches.dataset().channels(),
                batches.dataset().height(),
                batches.dataset().width());
        if (!input.equals(found)) {
            throw new IllegalArgumentException(
                    "%s expects images of %s, the data set has %s".formatted(info.name(), input, found));
        }
        int classes = info.output().elements();
        if (batches.dataset().classes() > classes) {
            throw new IllegalArgumentException("%s knows %d classes, the data set has %d"
                    .formatted(info.name(), classes, batches.dataset().classes()));
        }
    }

    private static Metrics judge(float[] outputs, int offset, int classes, int label) {
        int highest = 0;
        for (int c = 1; c < classes; c++) {
            highest = outputs[offset + c] > outputs[offset + highest] ? c : highest;
        }
        double top = outputs[offset + highest];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(outputs[offset + c] - top);
        }
        double loss = StrictMath.log(sum) + top - outputs[offset + label];
        return new Metrics(loss, highest == label ? 1 : 0, 1);
    }
}
