package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Derivatives of {@link ActivationRuns}, times {@code dy}, over a run of {@code count} values, a multiple of 16; {@code v} is the
 * function's output or input as {@link Activations#gradient} says. {@code dx} may be either input.
 */
final class ActivationGradientRuns {
    private static final float SIX = 6f;
    private static final float THREE = 3f;

    private ActivationGradientRuns() {}

    /** By y: dy where y > 0. */
    static void relu(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            zero.blend(g, value.compare(VectorOperators.GT, 0f)).intoArray(dx, gi + i);
        }
    }

    /** By y: dy where 0 < y < 6. */
    static void relu6(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            VectorMask<Float> inside =
                    value.compare(VectorOperators.GT, 0f).and(value.compare(VectorOperators.LT, SIX));
            zero.blend(g, inside).intoArray(dx, gi + i);
        }
    }

    /** By the one whose sign tells the side: dy, or alpha·dy. */
    static void leakyRelu(float alpha, float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            g.mul(alpha).blend(g, value.compare(VectorOperators.GT, 0f)).intoArray(dx, gi + i);
        }
    }

    /** By y: dy·y·(1 - y). */
    static void sigmoid(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            one.sub(value).mul(value).mul(g).intoArray(dx, gi + i);
        }
    }

    /** By y: dy·(1 - y²), whose factors keep their digits near ±1. */
    static void tanh(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            one.sub(value).mul(one.add(value)).mul(g).intoArray(dx, gi + i);
        }
    }

    /** By x: dy/6 where -3 < x < 3. */
    static void hardSigmoid(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            VectorMask<Float> inside =
                    value.compare(VectorOperators.GT, -THREE).and(value.compare(VectorOperators.LT, THREE));
            zero.blend(g.div(SIX), inside).intoArray(dx, gi + i);
        }
    }

    /** By x: 0 below -3, dy above 3, dy·(x/3 + 1/2) between. */
    static void hardSwish(float[] dy, int di, float[] v, int vi, float[] dx, int gi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, v, vi + i);
            FloatVector g = FloatVector.fromArray(SPECIES, dy, di + i);
            FloatVector between = value.mul(2f).add(THREE).div(SIX).mul(g);
            VectorMask<Float> above = value.compare(VectorOperators.GE, THREE);
            VectorMask<Float> below = value.compare(VectorOperators.LE, -THREE);
            between.blend(g, above).blend(0f, below).intoArray(dx, gi + i);
        }
    }
}
