package castnet.runtime.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a kernel allocates once the compiler has caught up with it. */
final class SteadyBytes {
    static final int CALLS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SteadyBytes() {}

    /** Bytes that some calls allocate once the compiler has caught up; what they still allocate when patience ends. */
    static long of(Runnable call) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long bytes;
        do {
            bytes = bytes(call);
        } while (bytes > 0 && System.nanoTime() < end);
        return bytes == 0 ? bytes(call) : bytes;
    }

    private static long bytes(Runnable call) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
