package castnet.tools;

import castnet.runtime.kernel.Peak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What this machine can reach (Williams, Waterman and Patterson, "Roofline", 2009), measured now: no layer that multiplies directly
 * takes less time than its operations at the peak or its bytes from main memory. Winograd's multiply less, and what lies in the
 * caches comes faster.
 *
 * @param flops peak of fused multiply-adds in the kernels' vectors, operations per second
 * @param bytes reading from main memory, bytes per second
 */
record Roofline(double flops, double bytes) {
    private static final int ROUNDS = 20_000_000;
    private static final int FLOATS = 64 << 20;
    private static final int REPEATS = 5;

    /** Measures with so many threads; takes about a second, and 256 MB for that long. */
    static Roofline measure(int threads) {
        double multiplying = fastest(threads, thread -> keep(Peak.multiplyAdds(ROUNDS)));
        float[] data = new float[FLOATS];
        Arrays.fill(data, 1);
        int share = FLOATS / threads;
        double reading = fastest(threads, thread -> keep(Peak.read(data, thread * share, (thread + 1) * share)));
        return new Roofline(
                (double) Peak.operationsPerRound() * ROUNDS * threads / multiplying,
                (double) Float.BYTES * share * threads / reading);
    }

    /** The least time in which the machine could do a step, in nanoseconds. */
    double leastNanos(ComputedStep step) {
        return 1e9 * Math.max(2 * step.macs() / flops, step.bytes() / bytes);
    }

    /** A use of a result that no compiler can leave out. */
    private static void keep(float result) {
        if (Float.isNaN(result)) {
            throw new IllegalStateException("sums of finite numbers are finite");
        }
    }

    /** Seconds of the fastest of several tries, each ended by the slowest thread. */
    private static double fastest(int threads, IntConsumer work) {
        double best = Double.POSITIVE_INFINITY;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            List<Thread> team = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 1; i < threads; i++) {
                int thread = i;
                team.add(Thread.ofPlatform().start(() -> work.accept(thread)));
            }
            work.accept(0);
            team.forEach(Roofline::join);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the roofline was measured", e);
        }
    }
}
