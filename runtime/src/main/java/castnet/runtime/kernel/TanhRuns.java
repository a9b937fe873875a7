package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The hyperbolic tangent over a run of {@code count} values, a multiple of 16, with an error of a few units in the last place.
 * The output may be the input. NaN stays NaN, −0 stays −0.
 *
 * <p>Below 0.625 in size {@code x + x³·P(x²)} with Cephes' coefficients (Moshier 1989), above it {@code 1 − 2/(e²ˣ + 1)} with the
 * exponential of {@link SigmoidRuns}; both are computed and one is taken.
 */
final class TanhRuns {
    private static final float SMALL = 0.625f;
    /** From here on the result is 1 in a float. */
    private static final float LARGEST = 20f;

    private static final float P0 = -5.7049887e-3f;
    private static final float P1 = 2.0639088e-2f;
    private static final float P2 = -5.3739715e-2f;
    private static final float P3 = 1.3331442e-1f;
    private static final float P4 = -3.333328e-1f;

    private TanhRuns() {}

    /** y = tanh x. */
    static void tanh(float[] x, int xi, float[] y, int yi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector magic = FloatVector.broadcast(SPECIES, SigmoidRuns.MAGIC);
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector size = v.abs();
            FloatVector t = size.min(LARGEST).mul(2f);
            FloatVector n = t.fma(FloatVector.broadcast(SPECIES, SigmoidRuns.LOG2_E), magic);
            FloatVector f = n.sub(magic);
            FloatVector r = f.fma(FloatVector.broadcast(SPECIES, -SigmoidRuns.LN2_HIGH), t);
            r = f.fma(FloatVector.broadcast(SPECIES, -SigmoidRuns.LN2_LOW), r);
            FloatVector p = r.fma(
                    FloatVector.broadcast(SPECIES, SigmoidRuns.C7), FloatVector.broadcast(SPECIES, SigmoidRuns.C6));
            p = p.fma(r, FloatVector.broadcast(SPECIES, SigmoidRuns.C5));
            p = p.fma(r, FloatVector.broadcast(SPECIES, SigmoidRuns.C4));
            p = p.fma(r, FloatVector.broadcast(SPECIES, SigmoidRuns.C3));
            p = p.fma(r, FloatVector.broadcast(SPECIES, SigmoidRuns.C2));
            p = p.fma(r, one);
            p = p.fma(r, one);
            FloatVector e = p.reinterpretAsInts()
                    .add(n.reinterpretAsInts().lanewise(VectorOperators.LSHL, SigmoidRuns.MANTISSA))
                    .reinterpretAsFloats();
            FloatVector large = one.sub(FloatVector.broadcast(SPECIES, 2f).div(e.add(one)));
            VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
            large = large.blend(large.neg(), negative);
            FloatVector z = v.mul(v);
            FloatVector q = z.fma(FloatVector.broadcast(SPECIES, P0), FloatVector.broadcast(SPECIES, P1));
            q = q.fma(z, FloatVector.broadcast(SPECIES, P2));
            q = q.fma(z, FloatVector.broadcast(SPECIES, P3));
            q = q.fma(z, FloatVector.broadcast(SPECIES, P4));
            FloatVector small = q.mul(z).fma(v, v);
            small.blend(large, size.compare(VectorOperators.GE, SMALL)).intoArray(y, yi + i);
        }
    }
}
