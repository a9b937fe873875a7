package castnet.runtime.optimizer;

import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * What an optimizer remembers of one training: its flat arrays, parallel to the parameters. The members of a team update
 * slices of their own; every element is computed alone, so the bits do not depend on their number.
 */
public final class OptimizerState {
    private final Optimizer optimizer;
    private final DecayRanges ranges;
    private final float[][] memory;
    private final Optimizer.Span[] spans;

    /**
     * State before the first update: zeros.
     *
     * @param ranges the parameters in order, and which of them decay
     * @param threads members of the team that will call {@link #update}
     */
    public OptimizerState(Optimizer optimizer, DecayRanges ranges, int threads) {
        this.optimizer = optimizer;
        this.ranges = ranges;
        this.memory = new float[optimizer.memory().size()][ranges.length()];
        this.spans = new Optimizer.Span[threads];
        Arrays.setAll(spans, i -> new Optimizer.Span());
    }

    /** The settings. */
    public Optimizer optimizer() {
        return optimizer;
    }

    /** The array that {@link Optimizer#memory()} names at {@code index}; live. */
    public float[] memory(int index) {
        return memory[index];
    }

    /**
     * Updates this worker's slice.
     *
     * @param number number of this update, from 1
     * @param rate learning rate
     */
    public void update(float[] parameters, float[] gradients, long number, double rate, Worker worker) {
        Optimizer.Span span = spans[worker.part()];
        span.parameters = parameters;
        span.gradients = gradients;
        span.memory = memory;
        span.number = number;
        span.rate = rate;
        int to = worker.to(ranges.length());
        int from = worker.from(ranges.length());
        for (int r = 0; r < ranges.count(); r++) {
            span.from = Math.max(from, ranges.from(r));
            span.to = Math.min(to, ranges.to(r));
            span.decays = ranges.decays(r);
            if (span.from < span.to) {
                optimizer.update(span);
            }
        }
    }
}
