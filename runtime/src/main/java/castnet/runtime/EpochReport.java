package castnet.runtime;

import castnet.runtime.training.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * An epoch that is complete.
 *
 * @param epoch its number, from 1
 * @param learningRate of its last step
 * @param train on the training images, each judged before the step that learned from it
 * @param test on the test images afterwards, null where this epoch was not evaluated
 */
public record EpochReport(
        int epoch,
        double learningRate,
        Metrics train,
        @Nullable Metrics test) {}
