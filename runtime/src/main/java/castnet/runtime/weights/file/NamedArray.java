package castnet.runtime.weights.file;

import java.util.List;

/**
 * An array of a file, row-major.
 *
 * @param values as many as the shape has elements; the receiver's to keep
 */
public record NamedArray(String name, List<Integer> shape, float[] values) {
    public NamedArray {
        shape = List.copyOf(shape);
    }
}
