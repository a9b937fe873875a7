package castnet.tools;

import castnet.runtime.EpochReport;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Trainer;
import castnet.runtime.TrainingListener;
import castnet.runtime.TrainingLoop;
import castnet.runtime.data.Batches;
import castnet.runtime.data.Datasets;
import castnet.runtime.data.Normalization;
import castnet.runtime.training.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet train NETWORK}. Ctrl-C finishes the step and leaves a checkpoint that {@code --resume} goes on from. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a network; prints a line per epoch. Ctrl-C leaves a checkpoint to resume from.")
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private RecipeOptions recipe = new RecipeOptions();

    @Option(names = "--epochs", description = "Epochs (default: ${DEFAULT-VALUE}).", defaultValue = "20")
    private int epochs;

    @Option(
            names = "--evaluate-every",
            description = "Epochs between evaluations (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int evaluateEvery;

    @Option(
            names = "--threads",
            description = "Threads; the result does not depend on it (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int threads;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "Where to leave a checkpoint after every epoch.")
    private @Nullable Path checkpoint;

    @Option(names = "--resume", description = "Go on from the checkpoint, if it exists.")
    private boolean resume;

    @Option(names = "--initial", paramLabel = "FILE", description = "Weights to start from (safetensors, .pth, .npz).")
    private @Nullable Path initial;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where to write the trained weights (safetensors, with what predict must know of the images).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NetworkFactory factory = network.factory();
        Require.positive("--epochs", epochs);
        Require.positive("--evaluate-every", evaluateEvery);
        Require.positive("--threads", threads);
        Require.positive("--batch", recipe.batch());
        Require.writable("--checkpoint", checkpoint);
        Require.writable("--out", out);
        if (resume && checkpoint == null) {
            throw new IllegalArgumentException("--resume needs --checkpoint FILE: that is the file to go on from");
        }
        Datasets datasets = data.open(factory.info());
        Normalization normalization = data.normalization(datasets);
        Batches train = Batches.of(
                        datasets.train(),
                        Math.min(recipe.batch(), datasets.train().size()))
                .normalize(normalization)
                .augment(recipe.augmentation())
                .shuffle(recipe.seed())
                .dropLast()
                .build();
        Batches test = Batches.of(datasets.test(), Math.min(100, datasets.test().size()))
                .normalize(normalization)
                .build();
        try (Trainer trainer = factory.newTrainer(recipe.config(train.count(), epochs, threads))) {
            begin(trainer);
            boolean complete = train(trainer, train, test);
            if (complete && out != null) {
                new TrainedOn(normalization, datasets.train().classNames()).write(out, trainer.weights());
                spec.commandLine().getOut().println("weights written to " + out);
            }
            return complete ? 0 : 1;
        }
    }

    private void begin(Trainer trainer) throws IOException {
        if (resume && checkpoint != null && Files.exists(checkpoint)) {
            trainer.restore(checkpoint);
        } else if (initial != null) {
            trainer.load(NetworkArgument.weights(network.factory(), initial));
        }
    }

    private boolean train(Trainer trainer, Batches train, Batches test) throws IOException {
        PrintWriter lines = spec.commandLine().getOut();
        lines.printf(
                "%s: %,d parameters, %,d images, %,d batches of %d%n",
                trainer.info().name(),
                trainer.info().parameterCount(),
                train.dataset().size(),
                train.count(),
                train.size(0));
        lines.flush();
        TrainingLoop.Builder loop = TrainingLoop.of(trainer, train)
                .evaluate(test, evaluateEvery)
                .stopOnShutdown()
                .listener(new Lines(lines, new ProgressLine(spec.commandLine().getErr()), epochs, train, checkpoint));
        if (checkpoint != null) {
            loop.checkpoint(checkpoint);
        }
        return loop.build().run(epochs);
    }

    /** A progress line while an epoch runs, a line when it has ended. */
    private static final class Lines implements TrainingListener {
        private final PrintWriter lines;
        private final ProgressLine progress;
        private final int epochs;
        private final Batches train;
        private final @Nullable Path checkpoint;
        private long epochStart = System.nanoTime();
        private long images;

        Lines(PrintWriter lines, ProgressLine progress, int epochs, Batches train, @Nullable Path checkpoint) {
            this.lines = lines;
            this.progress = progress;
            this.epochs = epochs;
            this.train = train;
            this.checkpoint = checkpoint;
        }

        @Override
        public void step(int epoch, int batch, int batches, Metrics soFar) {
            images += train.size(batch - 1);
            progress.show(
                    (epoch - 1) + (double) batch / batches,
                    epochs,
                    "epoch %d, loss %.3f, accuracy %.1f %%".formatted(epoch, soFar.loss(), 100 * soFar.accuracy()));
        }

        @Override
        public void epoch(EpochReport report) {
            long now = System.nanoTime();
            double seconds = (now - epochStart) / 1e9;
            epochStart = now;
            progress.clear();
            Metrics tested = report.test();
            lines.printf(
                    "epoch %3d  rate %.5f  train loss %.4f accuracy %5.2f %%%s  %.1f s, %,.0f images/s%n",
                    report.epoch(),
                    report.learningRate(),
                    report.train().loss(),
                    100 * report.train().accuracy(),
                    tested == null
                            ? ""
                            : "  test loss %.4f accuracy %5.2f %%".formatted(tested.loss(), 100 * tested.accuracy()),
                    seconds,
                    images / seconds);
            lines.flush();
            images = 0;
        }

        @Override
        public void stopped() {
            progress.clear();
            lines.println(
                    checkpoint == null
                            ? "stopped; without --checkpoint nothing is kept"
                            : "stopped; go on with --resume --checkpoint " + checkpoint);
            lines.flush();
        }
    }
}
