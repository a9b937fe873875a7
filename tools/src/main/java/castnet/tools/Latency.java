package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Median time of one inference on one thread, warmed up. */
final class Latency {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    private static final int CALLS = 501;

    private Latency() {}

    static double medianMicros(NetworkFactory network) {
        float[] image = new float[network.info().input().elements()];
        float[] output = new float[network.info().output().elements()];
        long[] nanos = new long[CALLS];
        try (Session session = network.initialized(0).newSession()) {
            long end = System.nanoTime() + WARM_UP_NANOS;
            while (System.nanoTime() < end) {
                session.run(image, output);
            }
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                session.run(image, output);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return nanos[CALLS / 2] / 1e3;
    }
}
