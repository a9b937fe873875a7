package castnet.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lets contenders take turns, so that they see the same machine, and keeps each one's times. */
final class Turns {
    private static final int TURNS = 8;
    private static final int MOST_SAMPLES = 1_000_000;
    private static final double AGREEMENT = 2e-3;

    private Turns() {}

    /**
     * Median milliseconds of a call of each, after as long a warm-up.
     *
     * @param seconds for each
     * @throws IllegalStateException if one computes something else than the first
     */
    static double[] medians(List<Contender> contenders, double seconds) throws Exception {
        for (Contender contender : contenders) {
            contender.call();
        }
        requireAgreement(contenders);
        long turn = (long) (seconds * TimeUnit.SECONDS.toNanos(1) / TURNS);
        Samples[] samples = new Samples[contenders.size()];
        for (int round = 0; round < 2; round++) {
            Arrays.setAll(samples, i -> new Samples());
            for (int t = 0; t < TURNS; t++) {
                for (int i = 0; i < samples.length; i++) {
                    samples[i].take(contenders.get(i), turn);
                }
            }
        }
        return Arrays.stream(samples).mapToDouble(Samples::medianMillis).toArray();
    }

    private static void requireAgreement(List<Contender> contenders) throws Exception {
        float[] expected = contenders.getFirst().result();
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (Contender contender : contenders) {
            float[] found = contender.result();
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(found[i] - expected[i]) <= AGREEMENT * largest)) {
                    throw new IllegalStateException("%s computes %s where %s computes %s (value %d)"
                            .formatted(
                                    contender.name(),
                                    found[i],
                                    contenders.getFirst().name(),
                                    expected[i],
                                    i));
                }
            }
        }
    }

    private static final class Samples {
        private final long[] nanos = new long[MOST_SAMPLES];
        private int count;

        void take(Contender contender, long atLeast) throws Exception {
            long end = System.nanoTime() + atLeast;
            long before = System.nanoTime();
            do {
                contender.call();
                long now = System.nanoTime();
                if (count < MOST_SAMPLES) {
                    nanos[count++] = now - before;
                }
                before = now;
            } while (before < end);
        }

        double medianMillis() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return sorted[count / 2] / 1e6;
        }
    }
}
