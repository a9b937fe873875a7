package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code castnet bench NETWORK...}: latency of one call, from arrays to arrays. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Times inference: percentiles of the latency, throughput, bytes allocated per call.",
            "Several networks take turns, so that they see the same machine: their ratio is that of one run.",
            "--layers tells what each layer takes, beside what the machine could do."
        })
final class BenchCommand implements Callable<Integer> {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;
    private static final int TURNS = 10;

    @Parameters(
            paramLabel = "NETWORK",
            arity = "1..*",
            description = "Names of compiled networks, e.g. ResNet50 (see 'castnet list').")
    private List<String> networks = List.of();

    @Option(names = "--threads", description = "Threads per session (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int threads;

    @Option(names = "--batch", description = "Images per call (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int batch;

    @Option(
            names = "--seconds",
            description = "How long to measure each network, after as long a warm-up (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private double seconds;

    @Option(names = "--layers", description = "Also a table of every layer's time and share of the roofline.")
    private boolean layers;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Weights (safetensors, .pth, .npz) of all; without, initial ones.")
    private @Nullable Path weights;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.positive("--threads", threads);
        Require.positive("--batch", batch);
        if (layers && batch > 1) {
            throw new IllegalArgumentException("--layers times one image at a time, not with --batch " + batch);
        }
        NetworkRegistry registry = NetworkRegistry.load();
        List<NetworkFactory> factories = networks.stream().map(registry::find).toList();
        factories.forEach(this::requireRoom);
        List<Runner> runners = new ArrayList<>();
        try {
            for (NetworkFactory factory : factories) {
                runners.add(new Runner(compile(factory), batch, threads));
            }
            long turn = (long) (seconds * TimeUnit.SECONDS.toNanos(1) / TURNS);
            takeTurns(runners, turn);
            runners.forEach(Runner::forget);
            takeTurns(runners, turn);
            print(spec.commandLine().getOut(), runners);
        } finally {
            runners.forEach(runner -> runner.session.close());
        }
        if (layers) {
            printLayers(factories);
        }
        return 0;
    }

    private void printLayers(List<NetworkFactory> factories) throws IOException {
        Roofline roof = Roofline.measure(threads);
        for (NetworkFactory factory : factories) {
            LayerTimes times = LayerTimes.measure(factory, compile(factory), threads, seconds);
            LayerTable.print(spec.commandLine().getOut(), factory.info().name(), times, roof);
        }
    }

    private void requireRoom(NetworkFactory factory) {
        NetworkInfo info = factory.info();
        int most = Integer.MAX_VALUE
                / Math.max(info.input().elements(), info.output().elements());
        if (batch > most) {
            throw new IllegalArgumentException(
                    "--batch %d is more than one array holds; for %s at most %d".formatted(batch, info.name(), most));
        }
    }

    private CompiledNetwork compile(NetworkFactory factory) throws IOException {
        return NetworkArgument.load(factory, weights);
    }

    private static void takeTurns(List<Runner> runners, long nanos) {
        for (int turn = 0; turn < TURNS; turn++) {
            runners.forEach(runner -> runner.run(nanos));
        }
    }

    /** One network, and what was measured of it. */
    private static final class Runner {
        private final NetworkInfo info;
        private final Session session;
        private final float[] images;
        private final float[] outputs;
        private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
        private final long firstNanos;
        private long allocatedBytes;

        Runner(CompiledNetwork network, int batch, int threads) {
            info = network.info();
            session =
                    network.newSession(SessionConfig.defaults().withBatch(batch).withThreads(threads));
            images = new float[batch * info.input().elements()];
            outputs = new float[batch * info.output().elements()];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < images.length; i++) {
                images[i] = (float) random.nextDouble(-1, 1);
            }
            firstNanos = call();
        }

        /** Calls the network for some time; the bytes that all calls allocate in this thread are counted. */
        void run(long nanos) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long end = System.nanoTime() + nanos;
            long before = threads.getCurrentThreadAllocatedBytes();
            do {
                latencies.recordValue(Math.min(LONGEST_NANOS, call()));
            } while (System.nanoTime() < end);
            allocatedBytes += threads.getCurrentThreadAllocatedBytes() - before;
        }

        void forget() {
            latencies.reset();
            allocatedBytes = 0;
        }

        private long call() {
            long start = System.nanoTime();
            session.run(images, outputs);
            return System.nanoTime() - start;
        }

        double percentile(double percent) {
            return latencies.getValueAtPercentile(percent) / 1e6;
        }
    }

    private void print(PrintWriter out, List<Runner> runners) {
        int width = runners.stream().mapToInt(r -> r.info.name().length()).max().orElse(0);
        out.printf("batch %d, %d thread%s; milliseconds per call%n", batch, threads, threads == 1 ? "" : "s");
        out.printf(
                "%-" + width + "s %9s %9s %9s %9s %9s %7s %10s %8s %10s %8s%n",
                "network",
                "first",
                "median",
                "p99",
                "p99.9",
                "max",
                "calls",
                "images/s",
                "GFLOP/s",
                "bytes/call",
                "ratio");
        for (Runner r : runners) {
            double median = r.percentile(50);
            out.printf(
                    "%-" + width + "s %,9.3f %,9.3f %,9.3f %,9.3f %,9.3f %,7d %,10.1f %8.1f %,10d %8.3f%n",
                    r.info.name(),
                    r.firstNanos / 1e6,
                    median,
                    r.percentile(99),
                    r.percentile(99.9),
                    r.latencies.getMaxValue() / 1e6,
                    r.latencies.getTotalCount(),
                    batch * 1e3 / median,
                    2e-6 * r.info.macs() * batch / median,
                    r.allocatedBytes / r.latencies.getTotalCount(),
                    median / runners.getFirst().percentile(50));
        }
        out.println("GFLOP/s: 2 × the declared MACs; ratio: of the medians, to the first network's.");
        out.flush();
    }
}
