package castnet.runtime.kernel;

/** Batch normalisation in double as its definition says it, over NCHW values: the plain twin of {@link BatchNorm}. */
final class ReferenceNorm {
    final double[] mean;
    /** Biased. */
    final double[] variance;

    final double[] inverse;
    private final int channels;
    private final int pixels;
    private final int count;

    ReferenceNorm(double[] x, int channels, int pixels, double epsilon) {
        this.channels = channels;
        this.pixels = pixels;
        count = x.length / channels;
        mean = new double[channels];
        variance = new double[channels];
        inverse = new double[channels];
        for (int i = 0; i < x.length; i++) {
            mean[channel(i)] += x[i] / count;
        }
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - mean[channel(i)];
            variance[channel(i)] += d * d / count;
        }
        for (int c = 0; c < channels; c++) {
            inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
        }
    }

    private int channel(int i) {
        return i / pixels % channels;
    }

    double[] normalized(double[] x, float[] gamma, int go, float[] beta, int bo) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = channel(i);
            y[i] = gamma[go + c] * hat(x, i) + beta[bo + c];
        }
        return y;
    }

    private double hat(double[] x, int i) {
        return (x[i] - mean[channel(i)]) * inverse[channel(i)];
    }

    /** Sum of dy per channel. */
    double[] dbeta(double[] dy) {
        double[] sum = new double[channels];
        for (int i = 0; i < dy.length; i++) {
            sum[channel(i)] += dy[i];
        }
        return sum;
    }

    /** Sum of dy · x̂ per channel. */
    double[] dgamma(double[] x, double[] dy) {
        double[] sum = new double[channels];
        for (int i = 0; i < dy.length; i++) {
            sum[channel(i)] += dy[i] * hat(x, i);
        }
        return sum;
    }

    double[] dx(double[] x, double[] dy, float[] gamma, int go) {
        double[] sum = dbeta(dy);
        double[] product = dgamma(x, dy);
        double[] dx = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = channel(i);
            dx[i] = gamma[go + c] * inverse[c] * (dy[i] - sum[c] / count - hat(x, i) * product[c] / count);
        }
        return dx;
    }
}
