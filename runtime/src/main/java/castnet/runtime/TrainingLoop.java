package castnet.runtime;

import castnet.runtime.data.Batches;
import castnet.runtime.training.Metrics;
import castnet.runtime.training.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Trains for some epochs: steps, evaluation, checkpoints. What is learned is a function of the trainer's and the batches'
 * settings alone; a training that was stopped and restored from its checkpoint ends with the same bits as one that was not.
 */
public final class TrainingLoop {
    private static final long LONGEST_LAST_STEP_SECONDS = 60;

    private final Trainer trainer;
    private final Batches train;
    private final @Nullable Batches test;
    private final int evaluateEvery;
    private final @Nullable Path checkpoint;
    private final boolean stopOnShutdown;
    private final TrainingListener listener;
    private final float[] images;
    private final int[] labels;
    private volatile boolean stopRequested;

    private TrainingLoop(Builder builder) {
        trainer = builder.trainer;
        train = builder.train;
        test = builder.test;
        evaluateEvery = builder.evaluateEvery;
        checkpoint = builder.checkpoint;
        stopOnShutdown = builder.stopOnShutdown;
        listener = builder.listener;
        images = new float[train.floats()];
        labels = new int[train.size(0)];
    }

    /**
     * Starts the description of a loop.
     *
     * @param train batches of at most the trainer's size, of the shape of the network's input
     */
    public static Builder of(Trainer trainer, Batches train) {
        return new Builder(trainer, train);
    }

    /**
     * Trains until {@code epochs} epochs are complete, those before a restored checkpoint included.
     *
     * @return whether they are; false after a stop
     * @throws IOException if a checkpoint cannot be written
     * @throws castnet.runtime.training.DivergenceException if the loss is not finite
     */
    public boolean run(int epochs) throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = stopOnShutdown ? new Thread(() -> stopAndWait(ended), "castnet-stop") : null;
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
        try {
            return runEpochs(epochs);
        } finally {
            ended.countDown();
            if (hook != null) {
                remove(hook);
            }
        }
    }

    /** Lets {@link #run} finish its step, write a checkpoint if it writes any, and return. From any thread. */
    public void requestStop() {
        stopRequested = true;
    }

    private boolean runEpochs(int epochs) throws IOException {
        while (trainer.position().epoch() < epochs) {
            if (!runEpoch()) {
                save();
                listener.stopped();
                return false;
            }
        }
        return true;
    }

    private boolean runEpoch() throws IOException {
        Position start = trainer.position();
        if (start.batch() > train.count()) {
            throw new IllegalArgumentException(
                    "the training is at batch %d of an epoch, this data set has %d: go on with the data it began with"
                            .formatted(start.batch(), train.count()));
        }
        train.start(start.epoch(), start.batch());
        double rate = trainer.learningRate();
        while (trainer.position().batch() < train.count()) {
            if (stopRequested) {
                return false;
            }
            rate = trainer.learningRate();
            int n = train.next(images, labels);
            trainer.step(images, labels, n);
            Position now = trainer.position();
            listener.step(now.epoch() + 1, now.batch(), train.count(), now.metrics());
        }
        endEpoch(rate);
        return true;
    }

    private void endEpoch(double rate) throws IOException {
        Metrics learned = trainer.endEpoch();
        save();
        int epoch = trainer.position().epoch();
        Metrics tested = test != null && epoch % evaluateEvery == 0
                ? Evaluation.of(trainer.network(), test, trainer.config().threads())
                : null;
        listener.epoch(new EpochReport(epoch, rate, learned, tested));
    }

    private void save() throws IOException {
        if (checkpoint != null) {
            trainer.save(checkpoint);
        }
    }

    private void stopAndWait(CountDownLatch ended) {
        requestStop();
        try {
            ended.await(LONGEST_LAST_STEP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook is what asked for the stop.
        }
    }

    /** Describes a loop. */
    public static final class Builder {
        private final Trainer trainer;
        private final Batches train;
        private @Nullable Batches test;
        private int evaluateEvery = 1;
        private @Nullable Path checkpoint;
        private boolean stopOnShutdown;
        private TrainingListener listener = TrainingListener.NONE;

        private Builder(Trainer trainer, Batches train) {
            Evaluation.requireFit(trainer.info(), train);
            if (train.size(0) > trainer.config().batch()) {
                throw new IllegalArgumentException("batches of %d images for a trainer of at most %d"
                        .formatted(train.size(0), trainer.config().batch()));
            }
            this.trainer = trainer;
            this.train = train;
        }

        /** Evaluates on these images, with running statistics, after every {@code everyEpochs} epochs. */
        public Builder evaluate(Batches images, int everyEpochs) {
            Evaluation.requireFit(trainer.info(), images);
            if (everyEpochs < 1) {
                throw new IllegalArgumentException("everyEpochs must be at least 1, found " + everyEpochs);
            }
            test = images;
            evaluateEvery = everyEpochs;
            return this;
        }

        /** Writes a checkpoint there after every epoch and at a stop. */
        public Builder checkpoint(Path file) {
            checkpoint = file;
            return this;
        }

        /** Stops as {@link #requestStop} does when the JVM is told to end (Ctrl-C), which waits for the step and the checkpoint. */
        public Builder stopOnShutdown() {
            stopOnShutdown = true;
            return this;
        }

        /** Tells {@code whom} how it goes. */
        public Builder listener(TrainingListener whom) {
            listener = whom;
            return this;
        }

        /** The loop. */
        public TrainingLoop build() {
            return new TrainingLoop(this);
        }
    }
}
