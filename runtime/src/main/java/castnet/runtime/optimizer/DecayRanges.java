package castnet.runtime.optimizer;

import java.util.ArrayList;
import java.util.List;

/** Consecutive ranges of a flat array of parameters, each of which decays or not. Immutable. */
public final class DecayRanges {
    private final List<Range> ranges;

    private record Range(int from, int to, boolean decays) {}

    private DecayRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Starts with no parameters. */
    public static Builder builder() {
        return new Builder();
    }

    /** Number of ranges. */
    public int count() {
        return ranges.size();
    }

    /** First element of a range. */
    public int from(int range) {
        return ranges.get(range).from();
    }

    /** One past the last element of a range. */
    public int to(int range) {
        return ranges.get(range).to();
    }

    /** Whether a range decays. */
    public boolean decays(int range) {
        return ranges.get(range).decays();
    }

    /** Number of parameters. */
    public int length() {
        return ranges.isEmpty() ? 0 : ranges.getLast().to();
    }

    /** Collects ranges in order. */
    public static final class Builder {
        private final List<Range> ranges = new ArrayList<>();

        private Builder() {}

        /** Appends {@code length} parameters; neighbours that agree become one range. */
        public Builder add(int length, boolean decays) {
            int begin = ranges.isEmpty() ? 0 : ranges.getLast().to();
            int end = Math.addExact(begin, length);
            if (!ranges.isEmpty() && ranges.getLast().decays() == decays) {
                begin = ranges.removeLast().from();
            }
            ranges.add(new Range(begin, end, decays));
            return this;
        }

        /** The ranges. */
        public DecayRanges build() {
            return new DecayRanges(ranges);
        }
    }
}
