package castnet.tools.onnx.exporter;

import castnet.runtime.weights.Weights;
import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects nodes and constants. ONNX tells rows (N×C) from maps (N×C×H×W) where Castnet has C×1×1 for both, so each value
 * remembers which it is, and is turned into the other where an operator asks for it.
 */
final class GraphWriter {
    private final Weights weights;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final Map<Integer, String> maps = new HashMap<>();
    private final Map<Integer, String> rows = new HashMap<>();
    private final Map<Integer, Boolean> isRow = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    GraphWriter(Weights weights) {
        this.weights = weights;
        names.addAll(weights.keys());
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    Map<String, OnnxTensor> initializers() {
        return initializers;
    }

    /** Gives a value its name. */
    void define(DeclaredGraph.Value value, String name, boolean row) {
        names.add(name);
        (row ? rows : maps).put(value.id(), name);
        isRow.put(value.id(), row);
    }

    boolean isRow(DeclaredGraph.Value value) {
        return Boolean.TRUE.equals(isRow.get(value.id()));
    }

    /** The value's name in the form in which it was made. */
    String nameOf(DeclaredGraph.Value value) {
        return isRow(value) ? row(value) : map(value);
    }

    /** The value as N×C×H×W. */
    String map(DeclaredGraph.Value value) {
        return maps.computeIfAbsent(value.id(), id -> {
            String row = rows.get(id);
            String axes = constant("axes_2_3", OnnxTensor.of(List.of(2L), 2L, 3L));
            return node("Unsqueeze", row + ".map", List.of(String.valueOf(row), axes), Map.of());
        });
    }

    /** The value as N×(C·H·W). */
    String row(DeclaredGraph.Value value) {
        return rows.computeIfAbsent(value.id(), id -> {
            String map = maps.get(id);
            return node(
                    "Flatten", map + ".row", List.of(String.valueOf(map)), Map.of("axis", new OnnxAttribute.Whole(1)));
        });
    }

    /** A weight of the network, by its key. */
    String weight(String key) {
        List<Long> shape = weights.shape(key).stream().map(Integer::longValue).toList();
        initializers.computeIfAbsent(key, k -> OnnxTensor.of(shape, weights.values(k)));
        return key;
    }

    /** A constant that several nodes may share. */
    String constant(String name, OnnxTensor value) {
        initializers.putIfAbsent(name, value);
        names.add(name);
        return name;
    }

    /** Appends a node; the result is the name of its output, {@code name} made unique. */
    String node(String op, String name, List<String> inputs, Map<String, OnnxAttribute> attributes) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "_" + i;
        }
        nodes.add(new OnnxNode(op, unique, "", inputs, List.of(unique), attributes));
        return unique;
    }
}
