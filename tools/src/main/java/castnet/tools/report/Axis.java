package castnet.tools.report;

import java.util.Collection;
import java.util.Locale;

/**
 * An axis with round numbers, common to all charts of a measure, so that they can be compared by eye.
 *
 * @param low its lower end, a multiple of the step
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 * @param ticks steps from end to end
 */
record Axis(double low, double step, int ticks) {
    private static final int MOST_TICKS = 6;

    /** The shortest that holds every line with its band. */
    static Axis of(Collection<LineChart.Series> series) {
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        for (LineChart.Series s : series) {
            for (int i = 0; i < s.mean().size(); i++) {
                minimum = Math.min(minimum, s.mean().get(i) - s.deviation().get(i));
                maximum = Math.max(maximum, s.mean().get(i) + s.deviation().get(i));
            }
        }
        return of(minimum, maximum);
    }

    /** The shortest from a number to a larger one. */
    static Axis of(double minimum, double maximum) {
        if (minimum > maximum) {
            return new Axis(0, 1, 1);
        }
        double step = step(Math.max(maximum - minimum, 1e-3) / MOST_TICKS);
        double first = Math.floor(minimum / step);
        int ticks = (int) Math.max(1, Math.ceil(maximum / step) - first);
        return new Axis(first * step, step, ticks);
    }

    /** The next round number that is not below {@code atLeast}. */
    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double round : new double[] {1, 2, 5}) {
            if (round * power >= atLeast) {
                return round * power;
            }
        }
        return 10 * power;
    }

    double high() {
        return value(ticks);
    }

    double value(int tick) {
        return low + tick * step;
    }

    /** A tick's number with as many decimals as the step has. */
    String label(int tick) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", value(tick));
    }
}
