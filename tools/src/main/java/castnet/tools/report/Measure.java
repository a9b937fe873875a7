package castnet.tools.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What points of a sweep are ranked by. */
public enum Measure {
    /** Multiply-adds of an inference. */
    MACS("million multiply-adds", 1e-6, 3, false),
    /** Trained parameters. */
    PARAMS("thousand parameters", 1e-3, 1, false),
    /** Arena of an inference. */
    MEMORY("KiB of activations", 1.0 / 1024, 1, false),
    /** Measured time of an inference. */
    LATENCY("µs per inference", 1, 1, false),
    /** Accuracy after a short training. */
    ACCURACY("test accuracy, %", 100, 1, true);

    private final String label;
    private final double scale;
    private final int decimals;
    private final boolean moreIsBetter;

    Measure(String label, double scale, int decimals, boolean moreIsBetter) {
        this.label = label;
        this.scale = scale;
        this.decimals = decimals;
        this.moreIsBetter = moreIsBetter;
    }

    /** What its numbers count. */
    String label() {
        return label;
    }

    /** Whether somebody must run the network to know it. */
    public boolean isMeasured() {
        return this == LATENCY || this == ACCURACY;
    }

    /** A point's value in the units of {@link #label}; NaN if it is not known. */
    double of(SearchedPoint point) {
        return scale
                * switch (this) {
                    case MACS -> point.macs();
                    case PARAMS -> point.parameters();
                    case MEMORY -> point.memory();
                    case LATENCY -> point.latencyMicros();
                    case ACCURACY -> point.accuracy();
                };
    }

    /** A point's value as text; a dash if it is not known. */
    public String text(SearchedPoint point) {
        double number = of(point);
        return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    /** The best first; equal ones in their order. */
    public Comparator<SearchedPoint> best() {
        Comparator<SearchedPoint> rising = Comparator.comparingDouble(this::of);
        return moreIsBetter ? rising.reversed() : rising;
    }

    /**
     * The Pareto front: the points that no other beats in one of two measures without losing in the other; those with the
     * best first measure first.
     */
    public static List<SearchedPoint> front(List<SearchedPoint> points, Measure first, Measure second) {
        List<SearchedPoint> front = new ArrayList<>();
        for (SearchedPoint point : points.stream()
                .sorted(first.best().thenComparing(second.best()))
                .toList()) {
            int better = front.isEmpty() ? -1 : second.best().compare(point, front.getLast());
            boolean equal = better == 0 && first.best().compare(point, front.getLast()) == 0;
            if (better < 0 || equal) {
                front.add(point);
            }
        }
        return front;
    }
}
