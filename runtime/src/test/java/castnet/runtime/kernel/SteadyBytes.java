package castnet.runtime.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a kernel allocates once the compiler has caught up with it. */
final class SteadyBytes {
    static final int CALLS = 50;
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SteadyBytes() {}

    /**
     * 0 once three rounds of calls in a row allocated nothing; what the last round allocated if that does not happen before patience
     * ends. The compiler may still be at work between two rounds, so one round without allocation says nothing.
     */
    static long of(Runnable call) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int quiet = 0;
        long bytes;
        do {
            bytes = bytes(call);
            quiet = bytes == 0 ? quiet + 1 : 0;
        } while (quiet < ROUNDS && System.nanoTime() < end);
        return bytes;
    }

    private static long bytes(Runnable call) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
