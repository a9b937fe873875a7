package castnet.tools;

import castnet.runtime.EpochReport;
import castnet.runtime.NetworkFactory;
import castnet.runtime.SweepPoint;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.TrainingListener;
import castnet.runtime.TrainingLoop;
import castnet.runtime.data.Augmentation;
import castnet.runtime.data.Batches;
import castnet.runtime.data.Datasets;
import castnet.runtime.data.Normalization;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.DecayRule;
import castnet.runtime.training.Metrics;
import castnet.tools.report.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trains every point of a sweep with every seed. Trainings run side by side, each on one thread: that keeps all processors
 * busy, and the result of each does not depend on the others.
 */
final class Comparison {
    private static final int BATCH = 32;
    private static final double RATE = 0.1;

    /**
     * How much is trained.
     *
     * @param seeds trainings per variant
     * @param epochs per training
     * @param threads trainings at a time
     */
    record Effort(int seeds, int epochs, int threads) {}

    private final List<SweepPoint> points;
    private final Datasets datasets;
    private final Normalization normalization;
    private final Effort effort;
    private final ProgressLine progress;
    private final AtomicLong steps = new AtomicLong();

    Comparison(
            List<SweepPoint> points,
            Datasets datasets,
            Normalization normalization,
            Effort effort,
            ProgressLine progress) {
        this.points = List.copyOf(points);
        this.datasets = datasets;
        this.normalization = normalization;
        this.effort = effort;
        this.progress = progress;
    }

    /** One variant per point, in their order. */
    List<Variant> run() throws IOException, InterruptedException {
        List<List<Future<Variant.Run>>> runs = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(effort.threads())) {
            for (SweepPoint point : points) {
                List<Future<Variant.Run>> ofPoint = new ArrayList<>();
                for (int seed = 0; seed < effort.seeds(); seed++) {
                    int own = seed;
                    ofPoint.add(pool.submit(() -> train(point.network(), own)));
                }
                runs.add(ofPoint);
            }
            for (List<Future<Variant.Run>> ofPoint : runs) {
                for (Future<Variant.Run> run : ofPoint) {
                    await(run, pool);
                }
            }
        }
        progress.clear();
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            variants.add(variant(
                    points.get(i), runs.get(i).stream().map(Future::resultNow).toList()));
        }
        return variants;
    }

    // One failed training ends all: the table would have a hole.
    private static void await(Future<Variant.Run> run, ExecutorService pool) throws IOException, InterruptedException {
        try {
            run.get();
        } catch (ExecutionException e) {
            pool.shutdownNow();
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(e.getCause());
        }
    }

    private Variant.Run train(NetworkFactory network, int seed) throws IOException {
        Batches train = Batches.of(
                        datasets.train(), Math.min(BATCH, datasets.train().size()))
                .normalize(normalization)
                .augment(Augmentation.FLIP.withPad(2))
                .shuffle(seed)
                .dropLast()
                .build();
        Batches test = Batches.of(
                        datasets.test(), Math.min(BATCH, datasets.test().size()))
                .normalize(normalization)
                .build();
        List<Variant.Epoch> curve = new ArrayList<>();
        TrainerConfig config = TrainerConfig.builder()
                .batch(train.size(0))
                .optimizer(new Sgd(0.9, true, 5e-4))
                .decay(DecayRule.WEIGHTS)
                .schedule(Schedule.cosine(RATE, (long) effort.epochs() * train.count()))
                .seed(seed)
                .build();
        try (Trainer trainer = network.newTrainer(config)) {
            TrainingLoop.of(trainer, train)
                    .evaluate(test, 1)
                    .listener(new Curve(network.info().name(), seed, curve))
                    .build()
                    .run(effort.epochs());
        }
        return new Variant.Run(seed, curve);
    }

    private Variant variant(SweepPoint point, List<Variant.Run> runs) throws IOException {
        NetworkFactory network = point.network();
        NetworkSummary summary = NetworkSummary.of(network);
        return new Variant(
                network.info().name(),
                point.values().getOrDefault("at", ""),
                point.values().getOrDefault("shortcut", ""),
                network.info().parameterCount(),
                network.info().macs(),
                summary.shareRead(),
                Latency.medianMicros(network),
                runs,
                summary.strided());
    }

    /** Writes the curve down and moves the progress line. */
    private final class Curve implements TrainingListener {
        private final String name;
        private final int seed;
        private final List<Variant.Epoch> curve;

        Curve(String name, int seed, List<Variant.Epoch> curve) {
            this.name = name;
            this.seed = seed;
            this.curve = curve;
        }

        @Override
        public void step(int epoch, int batch, int batches, Metrics soFar) {
            double all = (double) points.size() * effort.seeds() * effort.epochs() * batches;
            progress.show(
                    (double) steps.incrementAndGet(),
                    all,
                    "%s, seed %d, epoch %d of %d".formatted(name, seed, epoch, effort.epochs()));
        }

        @Override
        public void epoch(EpochReport report) {
            Metrics tested = report.test();
            if (tested != null) {
                curve.add(new Variant.Epoch(report.train().loss(), tested.loss(), tested.accuracy()));
            }
        }
    }
}
