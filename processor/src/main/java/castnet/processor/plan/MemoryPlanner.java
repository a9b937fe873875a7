package castnet.processor.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Packs intervals into one arena: what is never needed at the same time may lie at the same place. Buffers are placed one after
 * the other, each into the smallest gap between its contemporaries that holds it (best fit). Three orders are tried, largest
 * first, until one reaches the lower bound; the smallest arena wins. [Pisarchyk and Lee, Efficient memory management for deep neural net inference,
 * 2020, §5: greedy by size.]
 */
public final class MemoryPlanner {
    /** Offsets are multiples of this, so that vectors of a buffer do not straddle more cache lines than they must. */
    public static final int ALIGNMENT = 16;

    private static final List<Comparator<Item>> ORDERS = List.of(
            Comparator.comparingLong(Item::floats).reversed(),
            Comparator.<Item>comparingInt(
                            i -> i.interval().last() - i.interval().first())
                    .reversed()
                    .thenComparing(Comparator.comparingLong(Item::floats).reversed()),
            Comparator.comparingInt(i -> i.interval().first()));

    private MemoryPlanner() {}

    /** Needs {@code floats} of memory from step {@code first} to step {@code last}, both included. */
    public record Interval(long floats, int first, int last) {
        boolean overlaps(Interval other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** Offsets parallel to the intervals. */
    public record Plan(List<Long> offsets, long peak, long lowerBound, long sum) {}

    private record Item(int index, long floats, Interval interval) {}

    private record Placed(Item item, long offset) {
        long end() {
            return offset + item.floats;
        }
    }

    /** A plan in which no two intervals that overlap in time overlap in memory. The same for the same list. */
    public static Plan plan(List<Interval> intervals) {
        List<Item> items = new ArrayList<>();
        for (Interval interval : intervals) {
            items.add(new Item(items.size(), Math.ceilDiv(interval.floats, ALIGNMENT) * (long) ALIGNMENT, interval));
        }
        long lowerBound = lowerBound(items);
        List<Placed> best = List.of();
        for (Comparator<Item> order : ORDERS) {
            if (best.isEmpty() || peak(best) > lowerBound) {
                List<Placed> placed = place(items.stream()
                        .sorted(order.thenComparingInt(Item::index))
                        .toList());
                best = best.isEmpty() || peak(placed) < peak(best) ? placed : best;
            }
        }
        long[] offsets = new long[items.size()];
        best.forEach(p -> offsets[p.item.index] = p.offset);
        long sum = items.stream().mapToLong(Item::floats).sum();
        return new Plan(Arrays.stream(offsets).boxed().toList(), peak(best), lowerBound, sum);
    }

    private static List<Placed> place(List<Item> ordered) {
        List<Placed> byOffset = new ArrayList<>();
        for (Item item : ordered) {
            Placed placed = new Placed(item, bestGap(item, byOffset));
            int at = byOffset.size();
            while (at > 0 && byOffset.get(at - 1).offset > placed.offset) {
                at--;
            }
            byOffset.add(at, placed);
        }
        return byOffset;
    }

    private static long bestGap(Item item, List<Placed> byOffset) {
        long end = 0;
        long best = -1;
        long smallest = Long.MAX_VALUE;
        for (Placed other : byOffset) {
            if (other.item.interval.overlaps(item.interval)) {
                long gap = other.offset - end;
                if (gap >= item.floats && gap < smallest) {
                    best = end;
                    smallest = gap;
                }
                end = Math.max(end, other.end());
            }
        }
        return best >= 0 ? best : end;
    }

    private static long peak(List<Placed> placed) {
        return placed.stream().mapToLong(Placed::end).max().orElse(0);
    }

    private static long lowerBound(List<Item> items) {
        TreeMap<Integer, Long> changes = new TreeMap<>();
        for (Item item : items) {
            changes.merge(item.interval.first, item.floats, Long::sum);
            changes.merge(item.interval.last + 1, -item.floats, Long::sum);
        }
        long alive = 0;
        long most = 0;
        for (long change : changes.values()) {
            alive += change;
            most = Math.max(most, alive);
        }
        return most;
    }
}
