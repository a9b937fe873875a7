package castnet.tools;

import castnet.examples.study.StrideStudySweep;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkInfo;
import castnet.runtime.SweepPoint;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Datasets;
import castnet.runtime.data.ImageOptions;
import castnet.runtime.data.Normalization;
import castnet.runtime.data.SyntheticShapes;
import castnet.tools.report.ComparePage;
import castnet.tools.report.Statistics;
import castnet.tools.report.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet compare}: the project's question, answered on the spot. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Where should a bottleneck put its stride, and what does the shortcut lose?",
            "Trains the same small bottleneck ResNet in its variants, several seeds each, and prints a table; "
                    + "writes a page with the curves and with what each strided layer reads."
        })
final class CompareCommand implements Callable<Integer> {
    private static final int MOST_TESTED = 1000;
    private static final long SEED = 1;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--seeds", description = "Trainings per variant (default: ${DEFAULT-VALUE}).", defaultValue = "2")
    private int seeds;

    @Option(names = "--epochs", description = "Epochs per training (default: ${DEFAULT-VALUE}).", defaultValue = "8")
    private int epochs;

    @Option(
            names = "--images",
            description =
                    "Training images, drawn anew or chosen at random from a data set; up to 1,000 others test (default: ${DEFAULT-VALUE}; 0: all of both).",
            defaultValue = "2000")
    private int images;

    @Option(names = "--threads", description = "Trainings at a time (default: one per processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page (default: ${DEFAULT-VALUE}).",
            defaultValue = "report.html")
    private Path report = Path.of("report.html");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Require.positive("--seeds", seeds);
        Require.positive("--epochs", epochs);
        Require.positive("--threads", threads);
        if (images < 0) {
            throw new IllegalArgumentException("--images must be at least 0, found " + images);
        }
        Require.writable("--report", report);
        List<SweepPoint> points = StrideStudySweep.points();
        NetworkInfo info = points.getFirst().network().info();
        Datasets datasets = fit(limit(data.open(info)), info.input());
        List<Variant> variants = new Comparison(
                        points,
                        datasets,
                        data.normalization(datasets),
                        new Comparison.Effort(seeds, epochs, threads),
                        new ProgressLine(spec.commandLine().getErr()))
                .run();
        print(spec.commandLine().getOut(), datasets, variants);
        Files.writeString(report, new ComparePage(description(datasets), command(), variants).html());
        spec.commandLine().getOut().println("wrote " + report.toAbsolutePath());
        return 0;
    }

    private Datasets limit(Datasets datasets) {
        if (images == 0) {
            return datasets;
        }
        if (data.text().equals("synthetic")) {
            return new Datasets(
                    datasets.name(),
                    SyntheticShapes.train(images, SEED),
                    SyntheticShapes.test(MOST_TESTED, SEED),
                    datasets.normalization());
        }
        return new Datasets(
                datasets.name(),
                some(datasets.train(), images),
                some(datasets.test(), MOST_TESTED),
                datasets.normalization());
    }

    // At random: a folder's images stand sorted by class.
    private static Dataset some(Dataset all, int most) {
        return most >= all.size()
                ? all
                : all.split((double) most / all.size(), SEED).train();
    }

    /** Brings images of another shape, such as MNIST's, to that of the networks. */
    private static Datasets fit(Datasets datasets, ImageShape input) {
        Dataset train = datasets.train();
        if (input.equals(new ImageShape(train.channels(), train.height(), train.width()))) {
            return datasets;
        }
        ImageOptions shape = ImageOptions.RGB.withSize(input.height(), input.width());
        Dataset converted = train.converted(shape);
        return new Datasets(
                "%s, scaled to %s".formatted(datasets.name(), input),
                converted,
                datasets.test().converted(shape),
                Normalization.of(converted));
    }

    private String description(Datasets datasets) {
        return "%s: %,d training and %,d test images of %d classes; %d epochs, %d seeds per variant."
                .formatted(
                        datasets.name(),
                        datasets.train().size(),
                        datasets.test().size(),
                        datasets.train().classes(),
                        epochs,
                        seeds);
    }

    private String command() {
        return "./castnet compare --data %s --seeds %d --epochs %d --images %d"
                .formatted(data.text(), seeds, epochs, images);
    }

    private void print(PrintWriter out, Datasets datasets, List<Variant> variants) {
        out.println(description(datasets));
        out.printf(
                "%-17s %-11s %10s %12s %6s %9s %15s %15s%n",
                "stride at", "shortcut", "parameters", "MACs", "read", "latency", "test loss", "test accuracy");
        for (Variant v : variants) {
            Statistics loss = Statistics.of(
                    v.runs().stream().map(r -> r.last().testLoss()).toList());
            Statistics accuracy = Statistics.of(
                    v.runs().stream().map(r -> 100 * r.last().testAccuracy()).toList());
            out.printf(
                    "%-17s %-11s %,10d %,12d %5.1f%% %6.0f µs %7.3f ± %5.3f %6.1f ± %4.1f %%%n",
                    v.at(),
                    v.shortcut(),
                    v.parameters(),
                    v.macs(),
                    100 * v.shareRead(),
                    v.latencyMicros(),
                    loss.mean(),
                    loss.deviation(),
                    accuracy.mean(),
                    accuracy.deviation());
        }
        out.flush();
    }
}
