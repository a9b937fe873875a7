package castnet.runtime.optimizer;

import java.util.List;

/**
 * An optimizer's settings, without any state: one may serve many trainers. What an optimizer remembers is in
 * {@link OptimizerState}.
 */
public sealed interface Optimizer permits Sgd, AdamW {

    /** Names of the arrays that are remembered, one value per parameter each. */
    List<String> memory();

    /** Name and settings; two optimizers with the same text behave alike. */
    String describe();

    /** Updates one run of parameters. */
    void update(Span span);

    /**
     * One run of parameters, and what the update may use; reused from step to step.
     */
    final class Span {
        float[] parameters = {};
        float[] gradients = {};
        /** One array per name in {@link #memory()}. */
        float[][] memory = {};
        /** Number of this update, from 1. */
        long number;

        double rate;
        boolean decays;
        int from;
        int to;

        Span() {}
    }
}
