package castnet.processor.pass.analysis;

import java.util.BitSet;

/**
 * Lines {@code start, start + step, …}, {@code count} of them.
 *
 * @param start the first line
 * @param step distance of neighbours, at least 1; 1 for a single line
 * @param count lines, at least 1
 */
public record StridedInterval(int start, int step, int count) {
    /** Lines 0 to {@code size} − 1. */
    public static StridedInterval all(int size) {
        return new StridedInterval(0, 1, size);
    }

    /** The smallest strided interval with all of some lines, of which there must be one. */
    public static StridedInterval hull(BitSet lines) {
        int start = lines.nextSetBit(0);
        int last = lines.length() - 1;
        int step = 0;
        for (int line = start; line >= 0; line = lines.nextSetBit(line + 1)) {
            step = gcd(line - start, step);
        }
        return step == 0
                ? new StridedInterval(start, 1, 1)
                : new StridedInterval(start, step, (last - start) / step + 1);
    }

    /** Whether these are lines 0 to {@code size} − 1. */
    public boolean isAll(int size) {
        return equals(all(size));
    }

    /** Its lines, as a set. */
    public BitSet lines() {
        BitSet lines = new BitSet(start + (count - 1) * step + 1);
        for (int i = 0; i < count; i++) {
            lines.set(start + i * step);
        }
        return lines;
    }

    /** Lines in words: {@code 0 … 27} or {@code 0, 2 … 54}; sets that are no strided interval are listed. */
    static String describe(BitSet lines) {
        StridedInterval hull = hull(lines);
        return hull.count == lines.cardinality() ? hull.toString() : lines.toString();
    }

    @Override
    public String toString() {
        int last = start + (count - 1) * step;
        if (count <= 2) {
            return count == 1 ? Integer.toString(start) : start + ", " + last;
        }
        return step == 1 ? start + " … " + last : "%d, %d … %d".formatted(start, start + step, last);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
