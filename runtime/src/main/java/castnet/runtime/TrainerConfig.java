package castnet.runtime;

import castnet.runtime.optimizer.Optimizer;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.DecayRule;

/**
 * How a network is trained. Immutable, and may serve several trainers.
 *
 * @param batch most images per step
 * @param threads threads that compute, the caller included; 1 starts none. Does not change any result
 * @param optimizer how parameters follow their gradients
 * @param schedule learning rate of each step
 * @param decay which parameters the weight decay applies to
 * @param labelSmoothing share of the target that is spread evenly over all classes
 * @param seed of the initial weights and of dropout
 */
public record TrainerConfig(
        int batch,
        int threads,
        Optimizer optimizer,
        Schedule schedule,
        DecayRule decay,
        float labelSmoothing,
        long seed) {

    public TrainerConfig {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "batch and threads must be at least 1, found %d and %d".formatted(batch, threads));
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "labelSmoothing must be at least 0 and below 1, found " + labelSmoothing);
        }
    }

    /** Batches of 128, one thread, momentum 0.9, weight decay 1e-4 on all parameters, learning rate 0.1, seed 0. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.batch = batch;
        builder.threads = threads;
        builder.optimizer = optimizer;
        builder.schedule = schedule;
        builder.decay = decay;
        builder.labelSmoothing = labelSmoothing;
        builder.seed = seed;
        return builder;
    }

    /** What a training must agree on to go on exactly; a schedule cannot be put in words and is the caller's duty. */
    String describe() {
        return "%s, decay of %s, batch %d, label smoothing %s, seed %d"
                .formatted(optimizer.describe(), decay, batch, labelSmoothing, seed);
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        private int batch = 128;
        private int threads = 1;
        private Optimizer optimizer = new Sgd(0.9, 1e-4);
        private Schedule schedule = Schedule.constant(0.1);
        private DecayRule decay = DecayRule.ALL;
        private float labelSmoothing;
        private long seed;

        private Builder() {}

        /** Most images per step. */
        public Builder batch(int images) {
            batch = images;
            return this;
        }

        /** Threads that compute, the caller included. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** How parameters follow their gradients. */
        public Builder optimizer(Optimizer settings) {
            optimizer = settings;
            return this;
        }

        /** Learning rate of each step. */
        public Builder schedule(Schedule rates) {
            schedule = rates;
            return this;
        }

        /** Which parameters decay. */
        public Builder decay(DecayRule rule) {
            decay = rule;
            return this;
        }

        /** Share of the target that is spread evenly over all classes. */
        public Builder labelSmoothing(double share) {
            labelSmoothing = (float) share;
            return this;
        }

        /** Seed of the initial weights and of dropout. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The settings, checked. */
        public TrainerConfig build() {
            return new TrainerConfig(batch, threads, optimizer, schedule, decay, labelSmoothing, seed);
        }
    }
}
