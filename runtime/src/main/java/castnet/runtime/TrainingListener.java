package castnet.runtime;

import castnet.runtime.training.Metrics;

/** Is told how a training goes, on the thread that trains. What it throws ends the training. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * After each step.
     *
     * @param epoch of this step, from 1
     * @param batch of this step within the epoch, from 1
     * @param batches in an epoch
     * @param soFar metrics of this epoch up to here
     */
    default void step(int epoch, int batch, int batches, Metrics soFar) {}

    /** After each epoch, once its checkpoint is written. */
    default void epoch(EpochReport report) {}

    /**
     * After a stop that was asked for, once its checkpoint is written. Where the JVM is told to end, it waits for this to
     * return, and for nothing that comes later.
     */
    default void stopped() {}
}
