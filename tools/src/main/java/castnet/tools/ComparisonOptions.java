package castnet.tools;

import castnet.runtime.ImageShape;
import castnet.runtime.NetworkInfo;
import castnet.runtime.SweepPoint;
import castnet.runtime.data.Dataset;
import castnet.runtime.data.Datasets;
import castnet.runtime.data.ImageOptions;
import castnet.runtime.data.Normalization;
import castnet.runtime.data.SyntheticShapes;
import castnet.tools.report.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On what, how long and how often the variants of a network are trained. */
final class ComparisonOptions {
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

    /** What was trained on, and every variant of it. */
    record Result(Datasets datasets, List<Variant> variants) {
        Result {
            variants = List.copyOf(variants);
        }
    }

    /** Fails if the options cannot be meant. */
    void check() {
        Require.positive("--seeds", seeds);
        Require.positive("--epochs", epochs);
        Require.positive("--threads", threads);
        if (images < 0) {
            throw new IllegalArgumentException("--images must be at least 0, found " + images);
        }
    }

    /** Trains every point with every seed; shows progress. */
    Result train(List<SweepPoint> points, PrintWriter progress) throws IOException, InterruptedException {
        NetworkInfo info = points.getFirst().network().info();
        Datasets datasets = fit(limit(data.open(info)), info.input());
        List<Variant> variants = new Comparison(
                        points,
                        datasets,
                        data.normalization(datasets),
                        new Comparison.Effort(seeds, epochs, threads),
                        new ProgressLine(progress))
                .run();
        return new Result(datasets, variants);
    }

    /** How to repeat a run. */
    String command(String name) {
        return "./castnet %s --data %s --seeds %d --epochs %d --images %d"
                .formatted(name, data.text(), seeds, epochs, images);
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

    /** What was trained on, in words. */
    String description(Datasets datasets) {
        return "%s: %,d training and %,d test images of %d classes; %d epochs, %d seeds per variant."
                .formatted(
                        datasets.name(),
                        datasets.train().size(),
                        datasets.test().size(),
                        datasets.train().classes(),
                        epochs,
                        seeds);
    }
}
