package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Loops that do nothing but multiply and add, or but read: what kernels on this machine can reach at most, in vectors as wide as
 * theirs. Time them to draw the roofline (Williams, Waterman and Patterson 2009) under which all layers lie.
 */
public final class Peak {
    private static final int ACCUMULATORS = 12;

    private Peak() {}

    /** Floating-point operations of one round of {@link #multiplyAdds}. */
    public static long operationsPerRound() {
        return 2L * ACCUMULATORS * LANES;
    }

    /** Twelve independent sums, enough to hide the latency of a fused multiply-add; the result only keeps the loop alive. */
    public static float multiplyAdds(int rounds) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector summand = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector s0 = FloatVector.broadcast(SPECIES, 0.1f);
        FloatVector s1 = s0.add(summand);
        FloatVector s2 = s1.add(summand);
        FloatVector s3 = s2.add(summand);
        FloatVector s4 = s3.add(summand);
        FloatVector s5 = s4.add(summand);
        FloatVector s6 = s5.add(summand);
        FloatVector s7 = s6.add(summand);
        FloatVector s8 = s7.add(summand);
        FloatVector s9 = s8.add(summand);
        FloatVector s10 = s9.add(summand);
        FloatVector s11 = s10.add(summand);
        for (int round = 0; round < rounds; round++) {
            s0 = s0.fma(factor, summand);
            s1 = s1.fma(factor, summand);
            s2 = s2.fma(factor, summand);
            s3 = s3.fma(factor, summand);
            s4 = s4.fma(factor, summand);
            s5 = s5.fma(factor, summand);
            s6 = s6.fma(factor, summand);
            s7 = s7.fma(factor, summand);
            s8 = s8.fma(factor, summand);
            s9 = s9.fma(factor, summand);
            s10 = s10.fma(factor, summand);
            s11 = s11.fma(factor, summand);
        }
        FloatVector sum = s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11);
        return sum.lane(0);
    }

    /** The sum of {@code a[from ... to - 1]} but for a rest that fills no four vectors: reads as fast as it can. */
    public static float read(float[] a, int from, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = from; i <= to - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, a, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, a, i + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, a, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, a, i + 3 * LANES));
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        float total = 0;
        for (int lane = 0; lane < LANES; lane++) {
            total += sum.lane(lane);
        }
        return total;
    }
}
