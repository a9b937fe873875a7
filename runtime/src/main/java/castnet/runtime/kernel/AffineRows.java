package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The last pass of a batch norm over a slice of rows: {@code y = (x - m) * a + b}, then {@code + r}, then ReLU; m, a and b per
 * channel. Mean is subtracted before anything is multiplied, so that values far from zero lose no digits.
 *
 * <p>One method per epilogue, one loop level along a row: what C2 keeps in registers. Outputs may be any of the inputs.
 */
final class AffineRows {
    private AffineRows() {}

    static void plain(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value.intoArray(y, yi + i * ys);
        }
    }

    static void relu(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
            value = value.blend(0f, below);
            value.intoArray(y, yi + i * ys);
        }
    }

    static void add(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] r,
            int ri,
            int rs,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value = value.add(FloatVector.fromArray(SPECIES, r, ri + i * rs));
            value.intoArray(y, yi + i * ys);
        }
    }

    static void addRelu(
            float[] x,
            int xi,
            int xs,
            float[] m,
            int mi,
            float[] a,
            int ai,
            float[] b,
            int bi,
            float[] r,
            int ri,
            int rs,
            float[] y,
            int yi,
            int ys,
            int width) {
        FloatVector mean = FloatVector.fromArray(SPECIES, m, mi);
        FloatVector scale = FloatVector.fromArray(SPECIES, a, ai);
        FloatVector shift = FloatVector.fromArray(SPECIES, b, bi);
        for (int i = 0; i < width; i++) {
            FloatVector value =
                    FloatVector.fromArray(SPECIES, x, xi + i * xs).sub(mean).fma(scale, shift);
            value = value.add(FloatVector.fromArray(SPECIES, r, ri + i * rs));
            VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
            value = value.blend(0f, below);
            value.intoArray(y, yi + i * ys);
        }
    }
}
