package castnet.processor.reference;

import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import java.util.List;

/** Gradients in double over arrays NCHW. */
final class ReferenceGradients {
    private ReferenceGradients() {}

    /** Mean and biased variance of each channel over a batch. */
    record Moments(double[] mean, double[] variance) {}

    /** What a batch norm's gradient needs besides tensors. */
    record NormGradient(int n, TensorShape shape, double epsilon, double[] gamma) {}

    /** Gradient of the mean loss; fills the losses. */
    static double[] softmaxCrossEntropy(double[] logits, int classes, Batch batch, double[] losses) {
        double[] gradient = new double[logits.length];
        for (int image = 0; image < batch.n(); image++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits[image * classes + c]);
            }
            losses[image] = 0;
            for (int c = 0; c < classes; c++) {
                double logProbability = logits[image * classes + c] - Math.log(sum);
                double hit = c == batch.labels()[image] ? 1 - batch.labelSmoothing() : 0;
                double target = hit + batch.labelSmoothing() / classes;
                losses[image] -= target * logProbability;
                gradient[image * classes + c] = (Math.exp(logProbability) - target) / batch.n();
            }
        }
        return gradient;
    }

    static Moments moments(int n, TensorShape shape, double[] x) {
        double[] mean = new double[shape.channels()];
        double[] variance = new double[shape.channels()];
        double count = (double) n * shape.pixels();
        ReferenceOps.elements(n, shape, (c, i) -> mean[c] += x[i] / count);
        ReferenceOps.elements(n, shape, (c, i) -> variance[c] += (x[i] - mean[c]) * (x[i] - mean[c]) / count);
        return new Moments(mean, variance);
    }

    static double[] norm(NormGradient of, double[] dy, double[] x, double[] dgamma, double[] dbeta) {
        Moments m = moments(of.n, of.shape, x);
        double[] deviation = new double[of.shape.channels()];
        for (int c = 0; c < deviation.length; c++) {
            deviation[c] = Math.sqrt(m.variance[c] + of.epsilon);
        }
        ReferenceOps.elements(of.n, of.shape, (c, i) -> {
            dgamma[c] += dy[i] * (x[i] - m.mean[c]) / deviation[c];
            dbeta[c] += dy[i];
        });
        double count = (double) of.n * of.shape.pixels();
        double[] dx = new double[x.length];
        ReferenceOps.elements(of.n, of.shape, (c, i) -> {
            double normal = (x[i] - m.mean[c]) / deviation[c];
            dx[i] = of.gamma[c] / deviation[c] * (dy[i] - dbeta[c] / count - normal * dgamma[c] / count);
        });
        return dx;
    }

    static double[] pool(Op.PoolGradient g, int n, TensorShape ys, List<double[]> in) {
        double[] dy = in.getFirst();
        double[] dx = new double[Math.toIntExact(n * g.input().elements())];
        if (g.of().kind() == Op.Pool2d.Kind.AVERAGE) {
            ReferenceOps.windows(
                    g.of(),
                    n,
                    g.input(),
                    ys,
                    (yi, xi) -> dx[xi] += dy[yi] / ReferenceOps.divisor(g.of(), g.input(), ys, yi));
            return dx;
        }
        double[] x = in.get(1);
        int[] first = new int[dy.length];
        java.util.Arrays.fill(first, -1);
        ReferenceOps.windows(g.of(), n, g.input(), ys, (yi, xi) -> {
            if (first[yi] < 0 || x[xi] > x[first[yi]]) {
                first[yi] = xi;
            }
        });
        for (int yi = 0; yi < dy.length; yi++) {
            dx[first[yi]] += dy[yi];
        }
        return dx;
    }

    static double[] globalAverage(int n, TensorShape xs, double[] dy) {
        double[] dx = new double[Math.toIntExact(n * xs.elements())];
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dy[i / xs.pixels()] / xs.pixels();
        }
        return dx;
    }

    static double[] subsample(Op.SubsampleGradient g, int n, TensorShape ys, double[] dy) {
        double[] dx = new double[Math.toIntExact(n * g.input().elements())];
        for (int i = 0; i < dy.length; i++) {
            dx[ReferenceOps.subsampled(i, g.input(), ys, g.of())] = dy[i];
        }
        return dx;
    }
}
