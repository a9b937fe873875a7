package castnet.tools.study;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import java.util.SplittableRandom;

/** Whether a network without bias is linear: {@code f(x + y) = f(x) + f(y)}, tried on random inputs. */
public final class Linearity {
    private static final int TRIALS = 100;

    private Linearity() {}

    /** The largest {@code |f(x + y) − f(x) − f(y)|} over all trials, as a share of the largest {@code |f|}. */
    public static double error(NetworkFactory network, long seed) {
        int inputs = network.info().input().elements();
        int outputs = network.info().output().elements();
        float[] x = new float[inputs];
        float[] y = new float[inputs];
        float[] sum = new float[inputs];
        float[] ofX = new float[outputs];
        float[] ofY = new float[outputs];
        float[] ofSum = new float[outputs];
        SplittableRandom random = new SplittableRandom(seed);
        double error = 0;
        double largest = 0;
        try (Session session = network.initialized(seed).newSession()) {
            for (int trial = 0; trial < TRIALS; trial++) {
                for (int i = 0; i < inputs; i++) {
                    x[i] = (float) random.nextGaussian();
                    y[i] = (float) random.nextGaussian();
                    sum[i] = x[i] + y[i];
                }
                session.run(x, ofX);
                session.run(y, ofY);
                session.run(sum, ofSum);
                for (int i = 0; i < outputs; i++) {
                    error = Math.max(error, Math.abs((double) ofSum[i] - ofX[i] - ofY[i]));
                    largest = Math.max(largest, Math.abs(ofSum[i]));
                }
            }
        }
        return error / largest;
    }
}
