package castnet.runtime.weights.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the dictionary of tensors in what was saved: itself, or a part of a training checkpoint. */
final class StateDict {
    /** Where training scripts put it, the likeliest first. */
    private static final List<String> USUAL =
            List.of("state_dict", "model_state_dict", "model", "net", "network", "weights", "params", "module");

    private StateDict() {}

    /**
     * The tensors whose key is {@code wanted}.
     *
     * @throws IOException that says what is there instead
     */
    static Map<String, Tensor> find(Object root, Predicate<String> wanted) throws IOException {
        if (!(root instanceof Map<?, ?> map)) {
            throw new IOException(
                    "expected a state dict, that is a dictionary of tensors, found " + TorchGlobals.describe(root));
        }
        if (!hasTensors(map)) {
            return find(nested(map), wanted);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String key && entry.getValue() instanceof Tensor tensor && wanted.test(key)) {
                tensors.put(key, tensor);
            }
        }
        return tensors;
    }

    private static Map<?, ?> nested(Map<?, ?> map) throws IOException {
        for (String name : USUAL) {
            if (map.get(name) instanceof Map<?, ?> inner && hasTensors(inner)) {
                return inner;
            }
        }
        List<Map<?, ?>> others = new ArrayList<>();
        for (Object value : map.values()) {
            if (value instanceof Map<?, ?> inner && hasTensors(inner)) {
                others.add(inner);
            }
        }
        if (others.size() == 1) {
            return others.getFirst();
        }
        throw new IOException(
                "expected a state dict, that is a dictionary of tensors, found a dictionary with the keys %s"
                        .formatted(map.keySet().stream()
                                .limit(20)
                                .map(TorchGlobals::describe)
                                .toList()));
    }

    private static boolean hasTensors(Map<?, ?> map) {
        return map.entrySet().stream().anyMatch(e -> e.getKey() instanceof String && e.getValue() instanceof Tensor);
    }
}
