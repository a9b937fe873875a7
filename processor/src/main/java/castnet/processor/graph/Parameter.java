package castnet.processor.graph;

import java.util.List;

/**
 * A named array that comes with the network's weights.
 *
 * @param key the checkpoint's key, e.g. {@code layer1.0.conv1.weight}
 * @param shape OIHW for convolutions, [out, in] for fully connected layers, [channels] otherwise
 * @param fanIn inputs of one output element of the layer, for initialisation; 0 where it does not matter
 */
public record Parameter(String key, List<Integer> shape, ParameterRole role, Initializer initializer, int fanIn) {
    public Parameter {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
