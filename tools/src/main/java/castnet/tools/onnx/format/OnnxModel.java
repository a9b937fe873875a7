package castnet.tools.onnx.format;

import java.util.List;
import java.util.Map;

/**
 * A model: its graph and the versions that say what its operators mean.
 *
 * @param irVersion of the file format
 * @param opsets version of the operators of each domain; "" is ONNX's own
 * @param producer what wrote it
 */
public record OnnxModel(long irVersion, Map<String, Long> opsets, String producer, OnnxGraph graph) {
    public OnnxModel {
        opsets = Map.copyOf(opsets);
    }

    /**
     * Nodes, in an order in which they can be computed, and their weights.
     *
     * @param initializers constants by name
     */
    public record OnnxGraph(
            String name,
            List<OnnxNode> nodes,
            Map<String, OnnxTensor> initializers,
            List<OnnxValue> inputs,
            List<OnnxValue> outputs) {
        public OnnxGraph {
            nodes = List.copyOf(nodes);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A graph's input or output.
     *
     * @param dimensions the sizes, −1 where the model leaves it open
     */
    public record OnnxValue(String name, List<Long> dimensions) {
        public OnnxValue {
            dimensions = List.copyOf(dimensions);
        }
    }
}
