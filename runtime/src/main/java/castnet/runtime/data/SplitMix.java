package castnet.runtime.data;

/**
 * Random numbers by integer arithmetic (Steele, Lea and Flood's SplitMix64): the same on every machine, and cheap to start
 * anywhere, so that each image can have a stream of its own. Not thread-safe.
 */
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    /** Scrambles two numbers into one. */
    static long mix(long a, long b) {
        return finish(finish(a + GAMMA) + b * GAMMA + GAMMA);
    }

    /** Scrambles three numbers into one. */
    static long mix(long a, long b, long c) {
        return mix(mix(a, b), c);
    }

    private static long finish(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    /** Maps the upper 32 bits to 0 .. bound - 1. */
    static int below(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Fills an array with the numbers from 0 in a random order (Fisher and Yates). */
    static void permutation(long seed, int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        long state = seed;
        for (int i = order.length - 1; i > 0; i--) {
            state += GAMMA;
            int j = below(finish(state), i + 1);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
    }

    long next() {
        state += GAMMA;
        return finish(state);
    }

    /** Uniform in 0 .. bound - 1. */
    int below(int bound) {
        return below(next(), bound);
    }

    /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
    double unit() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Uniform in [from, to). */
    double between(double from, double to) {
        return from + (to - from) * unit();
    }
}
