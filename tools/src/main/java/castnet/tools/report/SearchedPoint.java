package castnet.tools.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A point of a sweep, and what is known of it.
 *
 * @param values the value of each axis by the axis's name, in the order of the axes
 * @param macs multiply-adds that inference computes for one image
 * @param memory bytes of the arena of one inference
 * @param latencyMicros median of one inference on one thread; NaN if it was not measured
 * @param accuracy share of the test images that are classified right after training, from 0 to 1; NaN without training
 */
public record SearchedPoint(
        String name,
        Map<String, String> values,
        long parameters,
        long macs,
        long memory,
        double latencyMicros,
        double accuracy) {
    public SearchedPoint {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** With what was measured. */
    public SearchedPoint measured(double micros, double share) {
        return new SearchedPoint(name, values, parameters, macs, memory, micros, share);
    }

    /** Its values, separated by blanks: {@code at=CONV1x1 layer2.width=64}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((axis, value) ->
                text.append(text.isEmpty() ? "" : " ").append(axis).append('=').append(value));
        return text.toString();
    }
}
