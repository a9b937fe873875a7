package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What exporters compute sizes and paddings with, on constants of a few numbers. The batch's size is -1, so nothing is computed
 * with negative whole numbers.
 */
final class SmallConstants {
    private static final int MOST = 1024;
    private static final Set<Long> WHOLE = Set.of(6L, 7L);
    private static final long FLOAT = 1;
    private static final Set<String> OTHERS =
            Set.of("Gather", "Concat", "Slice", "Squeeze", "Unsqueeze", "Cast", "Ceil", "Floor", "Clip");
    private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Max", "Min");

    private SmallConstants() {}

    /** Whether nodes of this kind are computed where their inputs are constants. */
    static boolean isKnown(String op) {
        return ARITHMETIC.contains(op) || OTHERS.contains(op);
    }

    /** The node's value, all inputs being among {@code values}; null if it is of another kind. */
    static @Nullable OnnxTensor of(OnnxNode node, Map<String, OnnxTensor> values) throws OnnxException, Unsupported {
        List<OnnxTensor> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            OnnxTensor input = values.get(name);
            if (name.isEmpty()) {
                continue;
            }
            if (input == null || input.size() > MOST) {
                return null;
            }
            inputs.add(input);
        }
        if (inputs.isEmpty()) {
            return null;
        }
        OnnxTensor x = inputs.getFirst();
        if (ARITHMETIC.contains(node.op())) {
            return inputs.size() == 2 ? computed(node.op(), x, inputs.get(1)) : null;
        }
        return switch (node.op()) {
            case "Squeeze" -> x.size() == 1 ? x.reshaped(List.of()) : null;
            case "Unsqueeze" -> x.size() == 1 ? x.reshaped(List.of(1L)) : null;
            case "Clip" -> {
                OnnxTensor least = values.get(node.input(1));
                OnnxTensor most = values.get(node.input(2));
                OnnxTensor above = least == null ? x : computed("Max", x, least);
                yield most == null || above == null ? above : computed("Min", above, most);
            }
            case "Cast" -> cast(x, node.integer("to", 0));
            case "Concat" -> concatenated(inputs);
            case "Ceil", "Floor" -> rounded(x, node.op().equals("Ceil"));
            default -> inputs.stream().allMatch(input -> input.integers() != null) ? listed(node, inputs) : null;
        };
    }

    private static @Nullable OnnxTensor listed(OnnxNode node, List<OnnxTensor> inputs) throws Unsupported {
        return switch (node.op()) {
            case "Gather" -> inputs.size() == 2 ? gathered(node, inputs.get(0), inputs.get(1)) : null;
            case "Slice" -> inputs.size() >= 3 ? sliced(inputs) : null;
            default -> null;
        };
    }

    private static @Nullable OnnxTensor cast(OnnxTensor x, long to) {
        float[] floats = x.floats();
        long[] integers = x.integers();
        if ((floats != null && to == FLOAT) || (integers != null && WHOLE.contains(to))) {
            return x;
        }
        if (floats != null && WHOLE.contains(to)) {
            long[] all = new long[floats.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (long) floats[i];
            }
            return OnnxTensor.of(x.dimensions(), all);
        }
        if (integers == null || to != FLOAT) {
            return null;
        }
        float[] all = new float[integers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = integers[i];
        }
        return OnnxTensor.of(x.dimensions(), all);
    }

    private static @Nullable OnnxTensor rounded(OnnxTensor x, boolean up) {
        float[] floats = x.floats();
        if (floats == null) {
            return null;
        }
        float[] all = new float[floats.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) (up ? Math.ceil(floats[i]) : Math.floor(floats[i]));
        }
        return OnnxTensor.of(x.dimensions(), all);
    }

    private static long[] numbers(OnnxTensor x) {
        return Objects.requireNonNull(x.integers());
    }

    private static OnnxTensor list(long[] values) {
        return OnnxTensor.of(List.of((long) values.length), values);
    }

    private static OnnxTensor gathered(OnnxNode node, OnnxTensor x, OnnxTensor places) throws Unsupported {
        if (x.dimensions().size() != 1) {
            throw new Unsupported("numbers are gathered from lists only");
        }
        long[] all = numbers(places).clone();
        for (int i = 0; i < all.length; i++) {
            long place = all[i] < 0 ? all[i] + x.size() : all[i];
            if (place < 0 || place >= x.size()) {
                throw new Unsupported("%s has no element %d".formatted(node.input(0), all[i]));
            }
            all[i] = numbers(x)[(int) place];
        }
        return OnnxTensor.of(places.dimensions(), all);
    }

    private static @Nullable OnnxTensor concatenated(List<OnnxTensor> inputs) {
        int size = inputs.stream().mapToInt(OnnxTensor::size).sum();
        boolean lists = inputs.stream().allMatch(x -> x.dimensions().size() == 1);
        boolean whole = inputs.getFirst().integers() != null;
        if (size > MOST || !lists || inputs.stream().anyMatch(x -> (x.integers() != null) != whole)) {
            return null;
        }
        if (whole) {
            return list(inputs.stream()
                    .flatMapToLong(x -> Arrays.stream(numbers(x)))
                    .toArray());
        }
        float[] all = new float[size];
        int at = 0;
        for (OnnxTensor input : inputs) {
            System.arraycopy(Objects.requireNonNull(input.floats()), 0, all, at, input.size());
            at += input.size();
        }
        return OnnxTensor.of(List.of((long) size), all);
    }

    /** Rows, or elements of a list; {@code inputs}: of what, starts, ends, axes, steps. */
    private static @Nullable OnnxTensor sliced(List<OnnxTensor> inputs) throws Unsupported {
        OnnxTensor x = inputs.getFirst();
        boolean alone = inputs.stream().skip(1).allMatch(input -> input.size() == 1);
        boolean first = inputs.size() < 4 || numbers(inputs.get(3))[0] == 0;
        if (!alone || !first || x.dimensions().isEmpty()) {
            return null;
        }
        int rows = Math.toIntExact(x.dimensions().getFirst());
        int columns = rows == 0 ? 0 : x.size() / rows;
        long step = inputs.size() < 5 ? 1 : numbers(inputs.get(4))[0];
        if (step == 0) {
            throw new Unsupported("a step of 0");
        }
        int from = place(numbers(inputs.get(1))[0], rows, step);
        int to = place(numbers(inputs.get(2))[0], rows, step);
        List<Long> all = new ArrayList<>();
        long count = 0;
        for (long row = from; step > 0 ? row < to : row > to; row += Math.clamp(step, -rows, rows)) {
            count++;
            for (int column = 0; column < columns; column++) {
                all.add(numbers(x)[(int) row * columns + column]);
            }
        }
        List<Long> sizes = new ArrayList<>(x.dimensions());
        sizes.set(0, count);
        return OnnxTensor.of(sizes, all.stream().mapToLong(Long::longValue).toArray());
    }

    private static int place(long written, int rows, long step) {
        long place = written < 0 ? written + rows : written;
        return step > 0 ? Math.clamp(place, 0, rows) : Math.clamp(place, -1, rows - 1);
    }

    private static @Nullable OnnxTensor computed(String op, OnnxTensor left, OnnxTensor right) throws Unsupported {
        int size = Math.max(left.size(), right.size());
        boolean pairs = left.size() == size ? right.size() == size || right.size() == 1 : left.size() == 1;
        if (!pairs || (left.integers() == null) != (right.integers() == null)) {
            return null;
        }
        List<Long> sizes = left.size() == size ? left.dimensions() : right.dimensions();
        long[] a = left.integers();
        long[] b = right.integers();
        if (a != null && b != null) {
            long[] all = new long[size];
            for (int i = 0; i < size; i++) {
                all[i] = computed(op, a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
            }
            return OnnxTensor.of(sizes, all);
        }
        float[] x = Objects.requireNonNull(left.floats());
        float[] y = Objects.requireNonNull(right.floats());
        float[] all = new float[size];
        for (int i = 0; i < size; i++) {
            all[i] = computed(op, x[x.length == 1 ? 0 : i], y[y.length == 1 ? 0 : i]);
        }
        return OnnxTensor.of(sizes, all);
    }

    private static long computed(String op, long x, long y) throws Unsupported {
        boolean compares = op.equals("Max") || op.equals("Min");
        if ((!compares && (x < 0 || y < 0)) || (y == 0 && op.equals("Div"))) {
            throw new Unsupported("sizes computed with the batch, or with %d and %d".formatted(x, y));
        }
        return switch (op) {
            case "Add" -> Math.addExact(x, y);
            case "Sub" -> Math.subtractExact(x, y);
            case "Mul" -> Math.multiplyExact(x, y);
            case "Max" -> Math.max(x, y);
            case "Min" -> Math.min(x, y);
            default -> x / y;
        };
    }

    private static float computed(String op, float x, float y) {
        return switch (op) {
            case "Add" -> x + y;
            case "Sub" -> x - y;
            case "Mul" -> x * y;
            case "Max" -> Math.max(x, y);
            case "Min" -> Math.min(x, y);
            default -> x / y;
        };
    }

    static long[] transposed(long[] values, int rows, int columns) {
        long[] all = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i % columns * rows + i / columns] = values[i];
        }
        return all;
    }
}
