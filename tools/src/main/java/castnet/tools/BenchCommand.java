package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet bench NETWORK}: latency of one call, from arrays to arrays. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Times inference: percentiles of the latency, throughput, bytes allocated per call.")
final class BenchCommand implements Callable<Integer> {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(names = "--threads", description = "Threads per session (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int threads;

    @Option(names = "--batch", description = "Images per call (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int batch;

    @Option(
            names = "--seconds",
            description = "How long to measure, after as long a warm-up (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private double seconds;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights (safetensors); without, initial ones.")
    private @Nullable Path weights;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.positive("--threads", threads);
        Require.positive("--batch", batch);
        CompiledNetwork compiled = network.load(weights);
        NetworkInfo info = compiled.info();
        int most = Integer.MAX_VALUE
                / Math.max(info.input().elements(), info.output().elements());
        if (batch > most) {
            throw new IllegalArgumentException(
                    "--batch %d is more than one array holds; for %s at most %d".formatted(batch, info.name(), most));
        }
        float[] images = new float[batch * info.input().elements()];
        float[] outputs = new float[batch * info.output().elements()];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextDouble(-1, 1);
        }
        try (Session session =
                compiled.newSession(SessionConfig.defaults().withBatch(batch).withThreads(threads))) {
            PrintWriter out = spec.commandLine().getOut();
            long first = time(session, images, outputs);
            measure(session, images, outputs);
            Measured measured = measure(session, images, outputs);
            print(out, info, first, measured);
        }
        return 0;
    }

    /** Latencies in nanoseconds, and the bytes that all calls together allocated in this thread. */
    private record Measured(Histogram latencies, long allocated) {}

    private Measured measure(Session session, float[] images, float[] outputs) {
        Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
        ThreadMXBean threadBean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        long before = threadBean.getCurrentThreadAllocatedBytes();
        do {
            latencies.recordValue(Math.min(LONGEST_NANOS, time(session, images, outputs)));
        } while (System.nanoTime() < end);
        return new Measured(latencies, threadBean.getCurrentThreadAllocatedBytes() - before);
    }

    private static long time(Session session, float[] images, float[] outputs) {
        long start = System.nanoTime();
        session.run(images, outputs);
        return System.nanoTime() - start;
    }

    private void print(PrintWriter out, NetworkInfo info, long first, Measured measured) {
        Histogram latencies = measured.latencies();
        long median = latencies.getValueAtPercentile(50);
        out.printf(
                "%s, %s, batch %d, %d thread%s%n", info.name(), info.input(), batch, threads, threads == 1 ? "" : "s");
        out.printf("  first call      %,12.3f ms%n", first / 1e6);
        out.printf("  median          %,12.3f ms   (%,d calls)%n", median / 1e6, latencies.getTotalCount());
        out.printf("  p99             %,12.3f ms%n", latencies.getValueAtPercentile(99) / 1e6);
        out.printf("  p99.9           %,12.3f ms%n", latencies.getValueAtPercentile(99.9) / 1e6);
        out.printf("  maximum         %,12.3f ms%n", latencies.getMaxValue() / 1e6);
        out.printf("  images/s        %,12.1f%n", batch * 1e9 / median);
        out.printf(
                "  GFLOP/s         %,12.1f      (2 × %,d MACs per image)%n",
                2.0 * info.macs() * batch / median, info.macs());
        out.printf("  bytes allocated %,12d      per call%n", measured.allocated() / latencies.getTotalCount());
        out.flush();
    }
}
