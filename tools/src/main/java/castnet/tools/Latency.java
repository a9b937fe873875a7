package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Median time of one inference on one thread, warmed up. */
final class Latency {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_CALLS = 501;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private Latency() {}

    static double medianMicros(NetworkFactory network) {
        float[] image = new float[network.info().input().elements()];
        float[] output = new float[network.info().output().elements()];
        long[] nanos = new long[MOST_CALLS];
        int calls = 0;
        try (Session session = network.initialized(0).newSession()) {
            run(session, image, output);
            for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < end; ) {
                run(session, image, output);
            }
            for (long end = System.nanoTime() + LONGEST_NANOS; calls < MOST_CALLS && System.nanoTime() < end; calls++) {
                nanos[calls] = run(session, image, output);
            }
        }
        Arrays.sort(nanos, 0, calls);
        return nanos[calls / 2] / 1e3;
    }

    private static long run(Session session, float[] image, float[] output) {
        long start = System.nanoTime();
        session.run(image, output);
        return System.nanoTime() - start;
    }
}
