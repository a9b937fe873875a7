package castnet.tools.report;

import java.util.List;

/**
 * One row of the comparison.
 *
 * @param at where the stride sits
 * @param shortcut the shortcut's kind
 * @param parameters trained parameters
 * @param macs multiply-accumulates of one inference
 * @param shareRead share of all activations that any layer reads, from 0 to 1
 * @param latencyMicros median of one inference on one thread
 * @param runs one per seed
 * @param strided its layers with a stride
 */
public record Variant(
        String name,
        String at,
        String shortcut,
        long parameters,
        long macs,
        double shareRead,
        double latencyMicros,
        List<Run> runs,
        List<StridedLayer> strided) {
    public Variant {
        runs = List.copyOf(runs);
        strided = List.copyOf(strided);
    }

    /** One training. */
    public record Run(long seed, List<Epoch> epochs) {
        public Run {
            epochs = List.copyOf(epochs);
        }

        /** The last epoch. */
        public Epoch last() {
            return epochs.getLast();
        }
    }

    /** What was measured after an epoch; accuracies from 0 to 1. */
    public record Epoch(double trainLoss, double testLoss, double testAccuracy) {}
}
