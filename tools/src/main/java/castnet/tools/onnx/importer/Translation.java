package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been read of a model so far: steps, and which value each name stands for. Not thread-safe. */
final class Translation {
    private static final String WEIGHT = ".weight";

    private final Constants constants;
    private final Map<String, Long> readers;
    private final Map<String, MapValue> values = new HashMap<>();
    private final Map<Integer, List<String>> names = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private long batch = -1;

    /** {@code readers}: how often each value is read, the model's output counted once more. */
    Translation(Constants constants, Map<String, Long> readers) {
        this.constants = constants;
        this.readers = readers;
    }

    /** The model's batch; -1 where it is left open. */
    void batch(long images) {
        batch = images;
    }

    /** Whether the first of a tensor's sizes may be the batch's: as before (0), what is left (-1), one image, or the model's. */
    boolean isBatch(long size) {
        return (size >= -1 && size <= 1) || size == batch;
    }

    Constants constants() {
        return constants;
    }

    List<Step> steps() {
        return steps;
    }

    void define(String name, MapValue value) {
        values.put(name, value);
        names.computeIfAbsent(value.step(), step -> new ArrayList<>()).add(name);
    }

    @Nullable
    MapValue known(String name) {
        return values.get(name);
    }

    /** A value with what is still to be done to it. */
    MapValue pending(String name) throws Unsupported {
        MapValue value = values.get(name);
        if (value == null) {
            throw new Unsupported(
                    constants.contains(name)
                            ? "its input \"%s\" is a constant".formatted(name)
                            : "no node before it makes its input \"%s\"".formatted(name));
        }
        return value;
    }

    /** A value to which nothing is to be done: zeros around it become a layer. */
    MapValue value(String name) throws Unsupported {
        MapValue value = pending(name);
        return switch (value.pending()) {
            case null -> value;
            case Pending.Zeros zeros -> {
                MapValue inside = value.with(null);
                int step = step(new Layer.Pad(zeros, false), name, inside);
                MapValue padded = new MapValue(
                        step,
                        value.channels(),
                        Math.addExact(value.height(), zeros.top() + zeros.bottom()),
                        Math.addExact(value.width(), zeros.left() + zeros.right()),
                        value.rank());
                define(name, padded);
                yield padded;
            }
            case Pending.Spread ignored ->
                throw new Unsupported("a pixel is repeated before it; the language does so in products only");
            case Pending.Erf ignored -> throw new Unsupported("erf, which the language has within GELU only");
        };
    }

    /** A map or a line, not a row. */
    MapValue map(String name) throws Unsupported {
        return requireMap(value(name));
    }

    static MapValue requireMap(MapValue value) throws Unsupported {
        if (value.isRow()) {
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

    /**
     * The step that made a value, if nothing else reads it, by whatever name, so that what reads it may be merged into it;
     * else null.
     */
    @Nullable
    Step mergeable(MapValue value) {
        boolean readOnce = names.getOrDefault(value.step(), List.of()).stream()
                .allMatch(name -> readers.getOrDefault(name, 0L) == 1);
        return value.step() == Step.INPUT || !readOnce ? null : steps.get(value.step());
    }

    /** Puts another layer in a step's place. */
    void replace(MapValue made, Layer layer, Map<String, OnnxTensor> weights) {
        Step step = steps.get(made.step());
        steps.set(made.step(), new Step(layer, step.inputs(), step.name(), step.isKey(), weights));
    }

    /** Appends a layer without weights. */
    int step(Layer layer, OnnxNode node, MapValue... inputs) {
        return step(layer, name(node), inputs);
    }

    private int step(Layer layer, String name, MapValue... inputs) {
        return add(layer, name, false, Map.of(), inputs);
    }

    /** Appends a layer with weights, called after the key of the first of them. */
    int weighted(Layer layer, OnnxNode node, String first, Map<String, OnnxTensor> weights, MapValue input) {
        String key = constants.origin(first);
        boolean isKey = key.endsWith(WEIGHT) && key.length() > WEIGHT.length();
        String name = isKey ? key.substring(0, key.length() - WEIGHT.length()) : name(node);
        return add(layer, name, isKey, weights, input);
    }

    private static String name(OnnxNode node) {
        return node.name().isEmpty() ? node.op().toLowerCase(Locale.ROOT) : node.name();
    }

    private int add(Layer layer, String name, boolean isKey, Map<String, OnnxTensor> weights, MapValue... inputs) {
        List<Integer> from = new ArrayList<>();
        for (MapValue input : inputs) {
            from.add(input.step());
        }
        steps.add(new Step(layer, from, name, isKey, weights));
        return steps.size() - 1;
    }
}
