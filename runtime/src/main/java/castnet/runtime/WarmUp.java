package castnet.runtime;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Repeats a piece of work until the JIT compiler has come to rest. */
final class WarmUp {
    /** Long enough for a compilation that waits in C2's queue to show. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private WarmUp() {}

    static Duration run(Runnable work) {
        @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long start = System.nanoTime();
        long now = start;
        long lastCompiled = start;
        long compiled = compilationMillis(compiler);
        while (now - start < LONGEST_NANOS && now - lastCompiled < QUIET_NANOS) {
            work.run();
            now = System.nanoTime();
            long current = compilationMillis(compiler);
            if (current != compiled) {
                compiled = current;
                lastCompiled = now;
            }
        }
        return Duration.ofNanos(now - start);
    }

    /** Time spent compiling so far; a JVM that does not tell (or has no compiler) is taken to be at rest. */
    private static long compilationMillis(@Nullable CompilationMXBean compiler) {
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : compiler.getTotalCompilationTime();
    }
}
