package castnet.runtime.weights;

import java.util.List;

/** Arithmetic on shapes. */
final class Shapes {
    /** What one Java array holds. */
    static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private Shapes() {}

    /** Product of the sizes (1 for a scalar), or {@link Long#MAX_VALUE} where that overflows. */
    static long elements(List<Integer> shape) {
        long elements = 1;
        for (int size : shape) {
            if (size == 0) {
                return 0;
            }
            elements = elements > Long.MAX_VALUE / size ? Long.MAX_VALUE : elements * size;
        }
        return elements;
    }
}
