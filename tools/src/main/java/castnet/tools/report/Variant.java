package castnet.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

    /** How a measure went, epoch by epoch, over all seeds. */
    LineChart.Series series(String name, int color, ToDoubleFunction<Epoch> measure) {
        int epochs = runs.stream().mapToInt(r -> r.epochs().size()).min().orElse(0);
        List<Statistics> points = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int at = epoch;
            points.add(Statistics.of(runs.stream()
                    .map(r -> measure.applyAsDouble(r.epochs().get(at)))
                    .toList()));
        }
        return new LineChart.Series(
                name,
                color,
                points.stream().map(Statistics::mean).toList(),
                points.stream().map(Statistics::deviation).toList());
    }

    /** The test accuracy in percent. */
    LineChart.Series accuracy(String name, int color) {
        return series(name, color, e -> 100 * e.testAccuracy());
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
