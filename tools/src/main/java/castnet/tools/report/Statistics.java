package castnet.tools.report;

import java.util.Collection;

/** Mean and sample standard deviation of a few numbers. */
public record Statistics(double mean, double deviation) {

    /** Of at least one number; the deviation of a single one is 0. */
    public static Statistics of(Collection<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Statistics(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
    }
}
