package castnet.runtime.weights;

import java.util.List;

/**
 * An array that a network needs.
 *
 * @param key PyTorch's name, e.g. {@code layer1.0.conv1.weight}
 * @param shape OIHW for convolutions, [out, in] for fully connected layers, [channels] otherwise
 * @param role what it is to its layer
 * @param init how it begins
 * @param fanIn inputs of one output element of the layer (needed by {@link Init#TORCH_LINEAR} of a bias); 0 to take it from
 *     the shape
 */
public record ParameterSpec(String key, List<Integer> shape, Role role, Init init, int fanIn) {

    public ParameterSpec {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(size -> size < 1) || Shapes.elements(shape) > Shapes.MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "%s: %s is not a shape of 1 to %d elements".formatted(key, shape, Shapes.MOST_ELEMENTS));
        }
        if (init == Init.TORCH_LINEAR && fanIn < 1 && shape.size() < 2) {
            throw new IllegalArgumentException(
                    "%s: %s cannot be initialised by %s without the fan-in of its layer".formatted(key, shape, init));
        }
    }

    /** An array whose fan-in follows from its shape, or does not matter. */
    public ParameterSpec(String key, List<Integer> shape, Role role, Init init) {
        this(key, shape, role, init, 0);
    }

    /** Number of elements. */
    public int elements() {
        return (int) Shapes.elements(shape);
    }
}
