package castnet.runtime.weights.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which elements of a row of elements make up an array: the one at index (i, j, …) stands at {@code offset + i·strides[0] +
 * j·strides[1] + …}. Arrays may overlap, and a stride may be 0.
 */
public record StridedArray(long offset, List<Integer> shape, List<Long> strides) {
    /** What one Java array holds. */
    private static final long MOST_ELEMENTS = Integer.MAX_VALUE - 8L;

    public StridedArray {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
    }

    /** Row-major without gaps. */
    static StridedArray dense(List<Integer> shape) {
        return new StridedArray(0, shape, strides(shape, false));
    }

    /** The first index fastest, as Fortran has it. */
    static StridedArray fortran(List<Integer> shape) {
        return new StridedArray(0, shape, strides(shape, true));
    }

    private static List<Long> strides(List<Integer> shape, boolean firstFastest) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int k = 0; k < strides.length; k++) {
            int axis = firstFastest ? k : strides.length - 1 - k;
            strides[axis] = stride;
            stride = saturated(stride, shape.get(axis));
        }
        return List.of(strides);
    }

    /** Number of elements; {@link Long#MAX_VALUE} where that overflows. */
    long elements() {
        long elements = 1;
        for (int size : shape) {
            elements = saturated(elements, size);
        }
        return elements;
    }

    private static long saturated(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    /** Whether all elements stand among the first {@code available}, and one Java array holds them. */
    boolean fits(long available) {
        if (elements() > MOST_ELEMENTS || offset < 0) {
            return false;
        }
        if (elements() == 0) {
            return true;
        }
        long last = offset;
        for (int axis = 0; axis < shape.size(); axis++) {
            long stride = strides.get(axis);
            long steps = shape.get(axis) - 1L;
            if (stride < 0 || (steps > 0 && stride > (available - last) / steps)) {
                return false;
            }
            last += steps * stride;
        }
        return last < available;
    }

    /** Row-major elements by their place. */
    public interface Elements {
        float at(int place);
    }

    /** A dense row-major array with its axis {@code permutation[k]} at place k. */
    public static StridedArray permuted(List<Integer> shape, int... permutation) {
        List<Long> strides = strides(shape, false);
        List<Integer> shapeThere = new ArrayList<>();
        List<Long> stridesThere = new ArrayList<>();
        for (int axis : permutation) {
            shapeThere.add(shape.get(axis));
            stridesThere.add(strides.get(axis));
        }
        return new StridedArray(0, shapeThere, stridesThere);
    }

    /** Gathers the elements, row-major. {@code fits} must hold for what {@code data} has. */
    float[] gather(Element element, ByteBuffer data) {
        return gather(place -> element.get(data, place));
    }

    /** Gathers the elements, row-major. {@code fits} must hold for as many as there are. */
    public float[] gather(Elements elements) {
        float[] values = new float[(int) elements()];
        if (values.length == 0) {
            return values;
        }
        int[] index = new int[shape.size()];
        long at = offset;
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.at((int) at);
            int axis = shape.size() - 1;
            while (axis >= 0 && ++index[axis] == shape.get(axis)) {
                at -= (index[axis] - 1) * strides.get(axis);
                index[axis--] = 0;
            }
            at += axis >= 0 ? strides.get(axis) : 0;
        }
        return values;
    }
}
