package castnet.runtime.weights;

import java.util.List;

/** Arrays with their axes in another order. */
final class Transposition {
    private Transposition() {}

    /**
     * The values of a row-major array of {@code shape} with axis {@code permutation[k]} at place k.
     *
     * @return {@code values} itself where nothing moves
     */
    static float[] of(List<Integer> shape, int[] permutation, float[] values) {
        int dimensions = permutation.length;
        boolean moved = false;
        int[] strides = new int[dimensions];
        int stride = 1;
        for (int axis = dimensions - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.get(axis);
            moved |= permutation[axis] != axis;
        }
        if (!moved || values.length == 0) {
            return values;
        }
        float[] result = new float[values.length];
        int[] index = new int[dimensions];
        int at = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] = values[at];
            int k = dimensions - 1;
            while (k >= 0 && ++index[k] == shape.get(permutation[k])) {
                at -= (index[k] - 1) * strides[permutation[k]];
                index[k--] = 0;
            }
            at += k >= 0 ? strides[permutation[k]] : 0;
        }
        return result;
    }
}
