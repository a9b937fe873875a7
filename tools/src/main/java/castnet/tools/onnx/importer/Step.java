package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer in its place.
 *
 * @param inputs numbers of steps; {@link #INPUT} for the network's input
 * @param name what the model calls it: the prefix of its weights' keys if {@code isKey}, else the node
 * @param weights by the ends of their keys, e.g. {@code running_mean}
 */
record Step(Layer layer, List<Integer> inputs, String name, boolean isKey, Map<String, OnnxTensor> weights) {
    static final int INPUT = -1;

    Step {
        inputs = List.copyOf(inputs);
        weights = new LinkedHashMap<>(weights);
    }
}
