package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that do not depend on the image: initializers, and what nodes make of them. */
final class Constants {
    // A few bytes of a file may ask for any number of equal values.
    private static final long MOST_FILLED = 1L << 27;

    private final Map<String, OnnxTensor> values;
    private final Map<String, String> names = new HashMap<>();
    private long filled;

    Constants(Map<String, OnnxTensor> initializers) {
        values = new HashMap<>(initializers);
        initializers.keySet().forEach(name -> names.put(name, name));
    }

    @Nullable
    OnnxTensor get(String name) {
        return values.get(name);
    }

    void put(String name, OnnxTensor value) {
        values.put(name, value);
    }

    boolean contains(String name) {
        return values.containsKey(name);
    }

    /** Name of the initializer that a value came from, or the value's own. */
    String origin(String name) {
        return names.getOrDefault(name, name);
    }

    /** Whether nodes of this kind are computed where their inputs are constants. */
    static boolean isKnown(String op) {
        return op.equals("ConstantOfShape") || op.equals("Transpose") || SmallConstants.isKnown(op);
    }

    /** Computes a node whose inputs are all constant; false if they are not, or if it is of another kind. */
    boolean fold(OnnxNode node) throws OnnxException, Unsupported {
        if (!node.inputs().stream().allMatch(input -> input.isEmpty() || values.containsKey(input))) {
            return false;
        }
        OnnxTensor x = values.get(node.input(0));
        OnnxTensor result = switch (node.op()) {
            case "Constant" -> constant(node);
            case "ConstantOfShape" -> x == null ? null : filled(node, x.requireIntegers(node.describe()));
            case "Identity" -> x;
            case "Reshape" -> x == null ? null : reshaped(node, x);
            case "Transpose" -> x == null ? null : transposed(node, x);
            default -> SmallConstants.of(node, values);
        };
        if (result == null) {
            return false;
        }
        values.put(node.output(), result);
        if (x != null) {
            names.put(node.output(), origin(node.input(0)));
        }
        return true;
    }

    private static OnnxTensor constant(OnnxNode node) throws Unsupported {
        for (OnnxAttribute value : node.attributes().values()) {
            switch (value) {
                case OnnxAttribute.Tensor(OnnxTensor tensor) -> {
                    return tensor;
                }
                case OnnxAttribute.Real(float number) -> {
                    return OnnxTensor.of(List.of(), number);
                }
                case OnnxAttribute.Whole(long whole) -> {
                    return OnnxTensor.of(List.of(), whole);
                }
                case OnnxAttribute.Wholes(List<Long> wholes) -> {
                    return OnnxTensor.of(
                            List.of((long) wholes.size()),
                            wholes.stream().mapToLong(Long::longValue).toArray());
                }
                default -> {}
            }
        }
        throw new Unsupported("a constant of a kind that is not read");
    }

    private OnnxTensor filled(OnnxNode node, List<Long> sizes) throws Unsupported {
        long elements = 1;
        for (long size : sizes) {
            if (size < 0 || size > MOST_FILLED / Math.max(1, elements)) {
                throw new Unsupported(
                        "sizes %s ask for no number of values from 0 to %d".formatted(sizes, MOST_FILLED));
            }
            elements *= size;
        }
        filled += elements;
        if (filled > MOST_FILLED) {
            throw new Unsupported("more than %d values are filled in".formatted(MOST_FILLED));
        }
        OnnxTensor value =
                node.attributes().get("value") instanceof OnnxAttribute.Tensor(OnnxTensor tensor) ? tensor : null;
        long[] integers = value == null ? null : value.integers();
        if (integers != null) {
            long[] all = new long[(int) elements];
            Arrays.fill(all, integers.length == 0 ? 0 : integers[0]);
            return OnnxTensor.of(sizes, all);
        }
        float[] floats = value == null ? null : value.floats();
        float[] all = new float[(int) elements];
        Arrays.fill(all, floats == null || floats.length == 0 ? 0 : floats[0]);
        return OnnxTensor.of(sizes, all);
    }

    private OnnxTensor reshaped(OnnxNode node, OnnxTensor x) throws OnnxException, Unsupported {
        OnnxTensor target = values.get(node.input(1));
        List<Long> wanted =
                target == null ? node.integers("shape", List.of()) : target.requireIntegers(node.describe());
        List<Long> sizes = new ArrayList<>();
        long known = 1;
        for (int i = 0; i < wanted.size(); i++) {
            long size = wanted.get(i) == 0 && i < x.dimensions().size()
                    ? x.dimensions().get(i)
                    : wanted.get(i);
            sizes.add(size);
            known = size > 0 && known <= x.size() ? known * size : known;
        }
        int open = sizes.indexOf(-1L);
        if (open >= 0) {
            sizes.set(open, x.size() / known);
            known *= sizes.get(open);
        }
        if (known != x.size() || sizes.stream().anyMatch(size -> size < 1)) {
            throw new Unsupported("%d values do not fill %s".formatted(x.size(), wanted));
        }
        return x.reshaped(sizes);
    }

    /** Only matrices: weights of fully connected layers. */
    private static OnnxTensor transposed(OnnxNode node, OnnxTensor x) throws OnnxException, Unsupported {
        if (x.dimensions().size() != 2
                || !node.integers("perm", List.of(1L, 0L)).equals(List.of(1L, 0L))) {
            throw new Unsupported("only matrices are transposed");
        }
        int rows = Math.toIntExact(x.dimensions().get(0));
        int columns = Math.toIntExact(x.dimensions().get(1));
        List<Long> turned = List.of((long) columns, (long) rows);
        long[] integers = x.integers();
        return integers != null
                ? OnnxTensor.of(turned, SmallConstants.transposed(integers, rows, columns))
                : OnnxTensor.of(turned, transposed(x.requireFloats(node.describe()), rows, columns));
    }

    static float[] transposed(float[] values, int rows, int columns) {
        float[] all = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                all[column * rows + row] = values[row * columns + column];
            }
        }
        return all;
    }
}
