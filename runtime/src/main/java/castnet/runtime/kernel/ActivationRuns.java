package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Activation functions that are sums, products and comparisons, over a run of {@code count} values, a multiple of 16. {@code y} may
 * be {@code x}. NaN stays NaN.
 */
final class ActivationRuns {
    private static final float SIX = 6f;
    private static final float THREE = 3f;

    private ActivationRuns() {}

    /** max(x, 0). */
    static void relu(float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            v.max(0f).intoArray(y, yi + i);
        }
    }

    /** min(max(x, 0), 6). */
    static void relu6(float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            v.max(0f).min(SIX).intoArray(y, yi + i);
        }
    }

    /** x, or alpha·x below 0. */
    static void leakyRelu(float alpha, float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            VectorMask<Float> below = v.compare(VectorOperators.LT, 0f);
            v.blend(v.mul(alpha), below).intoArray(y, yi + i);
        }
    }

    /** min(max(x + 3, 0), 6)/6. */
    static void hardSigmoid(float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            v.add(THREE).max(0f).min(SIX).div(SIX).intoArray(y, yi + i);
        }
    }

    /** x · hardSigmoid x. */
    static void hardSwish(float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            v.add(THREE).max(0f).min(SIX).mul(v).div(SIX).intoArray(y, yi + i);
        }
    }

    /** alpha·x. */
    static void scale(float alpha, float[] x, int xi, float[] y, int yi, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xi + i);
            v.mul(alpha).intoArray(y, yi + i);
        }
    }
}
