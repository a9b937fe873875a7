package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has been read of a model so far: steps, and which value each name stands for. Not thread-safe. */
final class Translation {
    private static final String WEIGHT = ".weight";

    private final Constants constants;
    private final Map<String, Long> readers;
    private final Map<String, MapValue> values = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** {@code readers}: how often each value is read, the model's output counted once more. */
    Translation(Constants constants, Map<String, Long> readers) {
        this.constants = constants;
        this.readers = readers;
    }

    Constants constants() {
        return constants;
    }

    List<Step> steps() {
        return steps;
    }

    void define(String name, MapValue value) {
        values.put(name, value);
    }

    boolean isKnown(String name) {
        return values.containsKey(name);
    }

    /** A value with what zeros are around it. */
    MapValue padded(String name) throws Unsupported {
        MapValue value = values.get(name);
        if (value == null) {
            throw new Unsupported(
                    constants.contains(name)
                            ? "its input \"%s\" is a constant".formatted(name)
                            : "no node before it makes its input \"%s\"".formatted(name));
        }
        return value;
    }

    /** A value without zeros around it. */
    MapValue value(String name) throws Unsupported {
        MapValue value = padded(name);
        if (!value.zeros().equals(Slide.Zeros.NONE)) {
            throw new Unsupported("the zeros that Pad puts around its input can only be part of a convolution");
        }
        return value;
    }

    /** A map, not a row. */
    MapValue map(String name) throws Unsupported {
        return requireMap(value(name));
    }

    static MapValue requireMap(MapValue value) throws Unsupported {
        if (value.row()) {
            throw new Unsupported("a map N×C×H×W is expected, found a row N×" + value.channels());
        }
        return value;
    }

    OnnxTensor constant(OnnxNode node, int input, String what) throws Unsupported {
        OnnxTensor constant = constants.get(node.input(input));
        if (constant == null) {
            throw new Unsupported("its %s, \"%s\", is not a constant".formatted(what, node.input(input)));
        }
        return constant;
    }

    /** Whether a value is read once, so that what reads it may be merged into what makes it. */
    boolean isReadOnce(String name) {
        return readers.getOrDefault(name, 0L) == 1;
    }

    /** Appends a layer without weights. */
    int step(Layer layer, OnnxNode node, MapValue... inputs) {
        return add(layer, node, node.name(), false, Map.of(), inputs);
    }

    /** Appends a layer with weights, called after the key of the first of them. */
    int weighted(Layer layer, OnnxNode node, String first, Map<String, OnnxTensor> weights, MapValue input) {
        String key = constants.origin(first);
        boolean isKey = key.endsWith(WEIGHT) && key.length() > WEIGHT.length();
        String name = isKey ? key.substring(0, key.length() - WEIGHT.length()) : node.name();
        return add(layer, node, name, isKey, weights, input);
    }

    private int add(
            Layer layer,
            OnnxNode node,
            String name,
            boolean isKey,
            Map<String, OnnxTensor> weights,
            MapValue... inputs) {
        List<Integer> from = new ArrayList<>();
        for (MapValue input : inputs) {
            from.add(input.step());
        }
        steps.add(new Step(layer, from, name.isEmpty() ? node.op().toLowerCase(Locale.ROOT) : name, isKey, weights));
        return steps.size() - 1;
    }
}
