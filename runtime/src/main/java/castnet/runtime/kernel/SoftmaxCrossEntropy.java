package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/** Softmax and cross-entropy against class labels, as PyTorch's CrossEntropyLoss. */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /**
     * Loss of each image, and the gradient of their mean by the logits. With smoothing s over K classes the target is
     * {@code t = (1 - s)·onehot + s/K}, the loss {@code -Σ t·log softmax}, the gradient {@code (softmax - t)/n}. In double.
     *
     * @param losses receives one loss per image
     */
    public static void lossAndGradient(
            Layout l,
            float[] logits,
            int lo,
            int[] labels,
            float labelSmoothing,
            Layout dl,
            float[] gradient,
            int go,
            double[] losses,
            int n,
            Worker w) {
        int classes = l.channels();
        double smoothing = labelSmoothing;
        double uniform = smoothing / classes;
        for (int image = w.from(n); image < w.to(n); image++) {
            int from = lo + image * l.imageStride() + l.offset(0, 0);
            int to = go + image * dl.imageStride() + dl.offset(0, 0);
            double highest = Double.NEGATIVE_INFINITY;
            double total = 0;
            for (int c = 0; c < classes; c++) {
                highest = Math.max(highest, logits[from + c]);
                total += logits[from + c];
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[from + c] - highest);
            }
            double logSum = highest + Math.log(sum);
            double own = logSum - logits[from + labels[image]];
            losses[image] = (1 - smoothing) * own + uniform * (classes * logSum - total);
            for (int c = 0; c < classes; c++) {
                double target = uniform + (c == labels[image] ? 1 - smoothing : 0);
                gradient[to + c] = (float) ((Math.exp(logits[from + c] - logSum) - target) / n);
            }
            Arrays.fill(gradient, to + classes, to + dl.channelStride(), 0f);
        }
    }
}
