package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What each step of a network takes, one image at a time.
 *
 * @param steps in order
 * @param nanos the median of each step
 * @param runNanos the median of whole runs, which took turns with the timed ones
 */
record LayerTimes(List<ComputedStep> steps, List<Double> nanos, double runNanos) {
    private static final int MOST_ROUNDS = 5000;
    private static final int FEWEST_ROUNDS = 5;

    LayerTimes {
        steps = List.copyOf(steps);
        nanos = List.copyOf(nanos);
    }

    /**
     * Runs a network for some time, after as long a warm-up.
     *
     * @throws IOException if it was compiled without a summary
     */
    static LayerTimes measure(NetworkFactory factory, CompiledNetwork network, int threads, double seconds)
            throws IOException {
        List<ComputedStep> steps = NetworkSummary.steps(factory);
        try (Session session = network.newSession(SessionConfig.defaults().withThreads(threads))) {
            session.warmUp();
            Rounds rounds = new Rounds(session, steps.size());
            rounds.run(seconds);
            rounds.run(seconds);
            return new LayerTimes(steps, rounds.medians(), rounds.runMedian());
        }
    }

    /** The time of all steps together. */
    double sum() {
        return nanos.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static final class Rounds {
        private final Session session;
        private final float[] image;
        private final float[] output;
        private final long[][] steps;
        private final long[] runs = new long[MOST_ROUNDS];
        private int count;

        Rounds(Session session, int steps) {
            this.session = session;
            image = new float[session.network().info().input().elements()];
            output = new float[session.network().info().output().elements()];
            this.steps = new long[MOST_ROUNDS][steps];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) random.nextDouble(-1, 1);
            }
        }

        /** Forgets what was measured before. */
        void run(double seconds) {
            long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            count = 0;
            while (count < FEWEST_ROUNDS || (count < MOST_ROUNDS && System.nanoTime() < end)) {
                long start = System.nanoTime();
                session.run(image, output);
                runs[count] = System.nanoTime() - start;
                session.runTimed(image, output, steps[count]);
                count++;
            }
        }

        List<Double> medians() {
            int[] indices = new int[steps[0].length];
            Arrays.setAll(indices, i -> i);
            return Arrays.stream(indices).mapToObj(this::median).toList();
        }

        private Double median(int step) {
            long[] samples = new long[count];
            Arrays.setAll(samples, round -> steps[round][step]);
            return median(samples);
        }

        double runMedian() {
            return median(Arrays.copyOf(runs, count));
        }

        private static double median(long[] samples) {
            Arrays.sort(samples);
            return samples[samples.length / 2];
        }
    }
}
