package castnet.processor.pass.analysis;

import castnet.processor.graph.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A set of elements of a tensor, exactly: the same pixels for a run of channels. Immutable. */
public final class ReadSet {
    private final TensorShape shape;
    private final List<Run> runs;

    /** Channels from (inclusive) to (exclusive) with the same pixels, of which there is at least one. */
    private record Run(int from, int to, Pixels pixels) {}

    private ReadSet(TensorShape shape, List<Run> runs) {
        this.shape = shape;
        List<Run> merged = new ArrayList<>();
        for (Run run : runs) {
            Run last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && last.to == run.from && last.pixels.equals(run.pixels)) {
                merged.set(merged.size() - 1, new Run(last.from, run.to, last.pixels));
            } else if (!run.pixels.isEmpty() && run.from < run.to) {
                merged.add(run);
            }
        }
        this.runs = List.copyOf(merged);
    }

    /** Every element. */
    public static ReadSet all(TensorShape shape) {
        return of(shape, Pixels.all(shape.height(), shape.width()));
    }

    /** No element. */
    public static ReadSet none(TensorShape shape) {
        return new ReadSet(shape, List.of());
    }

    /** The same pixels of every channel. */
    public static ReadSet of(TensorShape shape, Pixels pixels) {
        return new ReadSet(shape, List.of(new Run(0, shape.channels(), pixels)));
    }

    /** The pixels of group after group of channels, one entry per group. */
    static ReadSet ofGroups(TensorShape shape, List<Pixels> groups) {
        int channels = shape.channels() / groups.size();
        List<Run> runs = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            runs.add(new Run(g * channels, (g + 1) * channels, groups.get(g)));
        }
        return new ReadSet(shape, runs);
    }

    /** Shape of the tensor. */
    public TensorShape shape() {
        return shape;
    }

    /** These elements and those. */
    ReadSet union(ReadSet other) {
        TreeSet<Integer> borders = new TreeSet<>();
        runs.forEach(r -> borders.addAll(List.of(r.from, r.to)));
        other.runs.forEach(r -> borders.addAll(List.of(r.from, r.to)));
        List<Run> union = new ArrayList<>();
        for (Integer from : borders) {
            Integer to = borders.higher(from);
            if (to != null) {
                union.add(new Run(from, to, pixels(from, to).union(other.pixels(from, to))));
            }
        }
        return new ReadSet(shape, union);
    }

    /** Other pixels of the same channels, in a tensor of another size. */
    ReadSet map(TensorShape to, UnaryOperator<Pixels> pixels) {
        List<Run> mapped = runs.stream()
                .map(r -> new Run(r.from, r.to, pixels.apply(r.pixels)))
                .toList();
        return new ReadSet(to, mapped);
    }

    /** The same elements in a tensor with more channels, this one's channel 0 at {@code first}. */
    ReadSet shift(int first, TensorShape to) {
        return new ReadSet(
                to,
                runs.stream()
                        .map(r -> new Run(first + r.from, first + r.to, r.pixels))
                        .toList());
    }

    /** The channels from {@code first} on, as a tensor of its own. */
    ReadSet slice(int first, TensorShape to) {
        List<Run> slice = new ArrayList<>();
        for (Run r : runs) {
            int from = Math.max(r.from - first, 0);
            int end = Math.min(r.to - first, to.channels());
            if (from < end) {
                slice.add(new Run(from, end, r.pixels));
            }
        }
        return new ReadSet(to, slice);
    }

    /** Pixels that are read in any channel. */
    public Pixels pixels() {
        return pixels(0, shape.channels());
    }

    /** Pixels that are read in any channel from {@code from} (inclusive) to {@code to} (exclusive). */
    public Pixels pixels(int from, int to) {
        Pixels union = Pixels.none(shape.height(), shape.width());
        for (Run r : runs) {
            if (r.from < to && from < r.to) {
                union = union.union(r.pixels);
            }
        }
        return union;
    }

    /** Whether an element is among them. */
    public boolean contains(int channel, int row, int column) {
        return runs.stream().anyMatch(r -> r.from <= channel && channel < r.to && r.pixels.contains(row, column));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** How many elements they are. */
    public long elements() {
        return runs.stream()
                .mapToLong(r -> (long) (r.to - r.from) * r.pixels.count())
                .sum();
    }

    /** Their share of all elements, from 0 to 1. */
    public double share() {
        return (double) elements() / shape.elements();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ReadSet other && shape.equals(other.shape) && runs.equals(other.runs);
    }

    @Override
    public int hashCode() {
        return shape.hashCode();
    }

    @Override
    public String toString() {
        if (runs.size() == 1 && runs.getFirst().from == 0 && runs.getFirst().to == shape.channels()) {
            return runs.getFirst().pixels.toString();
        }
        List<String> texts = runs.stream()
                .map(r -> "channels %d … %d: %s".formatted(r.from, r.to - 1, r.pixels))
                .toList();
        return texts.isEmpty() ? "none" : String.join("; ", texts);
    }
}
