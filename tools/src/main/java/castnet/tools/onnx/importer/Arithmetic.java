package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums, products and concatenations, of layers and with constants. */
final class Arithmetic {
    private final Translation so;
    private final WeightedLayers weighted;

    Arithmetic(Translation so, WeightedLayers weighted) {
        this.so = so;
        this.weighted = weighted;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        boolean two = node.inputs().size() == 2;
        OnnxTensor left = two ? so.constants().get(node.input(0)) : null;
        OnnxTensor right = two ? so.constants().get(node.input(1)) : null;
        if (node.inputs().size() == 1 && (node.op().equals("Sum") || node.op().equals("Concat"))) {
            return so.value(node.input(0));
        }
        return switch (node.op()) {
            case "Add", "Sum" ->
                right != null
                        ? plus(node, node.input(0), right, 1, 1)
                        : left != null ? plus(node, node.input(1), left, 1, 0) : sum(node);
            case "Mul" ->
                right != null
                        ? times(node, node.input(0), right, 1)
                        : left != null ? times(node, node.input(1), left, 0) : product(node);
            case "Sub" -> plus(node, node.input(0), required(right), -1, 1);
            case "Div" -> times(node, node.input(0), inverse(node, required(right)), 1);
            default -> concat(node);
        };
    }

    private static OnnxTensor required(@Nullable OnnxTensor constant) throws Unsupported {
        if (constant == null) {
            throw new Unsupported("only a constant is subtracted or divided by");
        }
        return constant;
    }

    private static OnnxTensor inverse(OnnxNode node, OnnxTensor constant) throws OnnxException, Unsupported {
        float[] values = constant.requireFloats(node.describe()).clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 / values[i];
            if (!Float.isFinite(values[i])) {
                throw new Unsupported("a division by " + constant.requireFloats(node.describe())[i]);
            }
        }
        return OnnxTensor.of(constant.dimensions(), values);
    }

    private MapValue plus(OnnxNode node, String name, OnnxTensor constant, float sign, int input)
            throws OnnxException, Unsupported {
        MapValue x = so.pending(name);
        if (x.pending() instanceof Pending.Erf(boolean plusOne)) {
            if (plusOne || sign < 0 || scalar(node, constant) != 1) {
                return so.value(name);
            }
            return x.with(new Pending.Erf(true));
        }
        return weighted.plus(node, so.value(name), constant, sign, node.input(input));
    }

    private MapValue times(OnnxNode node, String name, OnnxTensor constant, int input)
            throws OnnxException, Unsupported {
        MapValue x = so.value(name);
        return constant.size() == 1
                ? scaled(node, x, scalar(node, constant))
                : weighted.times(node, x, constant, node.input(input));
    }

    /** The one number of a constant; NaN if there are more. */
    private static float scalar(OnnxNode node, OnnxTensor constant) throws OnnxException {
        return constant.size() == 1 ? constant.requireFloats(node.describe())[0] : Float.NaN;
    }

    /** Times a number; two such factors in a row are one, and a factor of one is nothing. */
    MapValue scaled(OnnxNode node, MapValue x, float factor) throws Unsupported {
        if (!Float.isFinite(factor)) {
            throw new Unsupported("a factor of " + factor);
        }
        if (factor == 1) {
            return x;
        }
        Step before = so.mergeable(x);
        float inner = before == null ? Float.NaN : factor(before.layer());
        if (before == null || Float.isNaN(inner)) {
            return x.by(so.step(scale(factor), node, x));
        }
        if (inner * factor == 1) {
            return x.by(before.inputs().getFirst());
        }
        so.replace(x, scale(inner * factor), Map.of());
        return x;
    }

    private static Layer scale(float factor) {
        return new Layer.Activation("SCALE", Float.toString(factor));
    }

    /** The factor of a layer that is one, else NaN. */
    static float factor(Layer layer) {
        return layer instanceof Layer.Activation(String function, String alpha) && function.equals("SCALE")
                ? Float.parseFloat(alpha)
                : Float.NaN;
    }

    private MapValue sum(OnnxNode node) throws Unsupported {
        List<MapValue> inputs = several(node);
        MapValue x = inputs.getFirst();
        for (MapValue input : inputs) {
            if (!input.sameShape(x)) {
                throw new Unsupported(
                        "summands must have the same shape, found %s and %s".formatted(x.shape(), input.shape()));
            }
        }
        if (inputs.size() == 2 && inputs.getLast().step() == x.step()) {
            return scaled(node, x, 2);
        }
        return x.by(so.step(new Layer.Plain(Layer.Kind.ADD), node, distinct(inputs)));
    }

    private MapValue concat(OnnxNode node) throws OnnxException, Unsupported {
        List<MapValue> inputs = several(node);
        MapValue first = inputs.getFirst();
        long axis = node.integer("axis", 1);
        if (first.axis(axis) != 1) {
            throw new Unsupported("only channels are concatenated, found axis " + axis);
        }
        int channels = 0;
        for (MapValue input : inputs) {
            if (input.height() != first.height() || input.width() != first.width() || input.rank() != first.rank()) {
                throw new Unsupported(
                        "maps must have the same size, found %s and %s".formatted(first.shape(), input.shape()));
            }
            channels = Math.addExact(channels, input.channels());
        }
        int step = so.step(new Layer.Plain(Layer.Kind.CONCAT), node, distinct(inputs));
        return new MapValue(step, channels, first.height(), first.width(), first.rank());
    }

    private List<MapValue> several(OnnxNode node) throws Unsupported {
        List<MapValue> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            inputs.add(so.value(name));
        }
        if (inputs.size() < 2) {
            throw new Unsupported("two or more inputs are expected");
        }
        return inputs;
    }

    private static MapValue[] distinct(List<MapValue> inputs) throws Unsupported {
        Set<Integer> steps = new HashSet<>();
        for (MapValue input : inputs) {
            if (!steps.add(input.step())) {
                throw new Unsupported("the same layer twice");
            }
        }
        return inputs.toArray(MapValue[]::new);
    }

    /** x · sigmoid(x) and x · (1 + erf(x/√2)) are functions; other products are of maps, or of a map and a factor per channel. */
    private MapValue product(OnnxNode node) throws Unsupported {
        if (node.inputs().size() != 2) {
            throw new Unsupported("two inputs are expected");
        }
        for (int i = 0; i < 2; i++) {
            MapValue gate = so.pending(node.input(i));
            if (gate.pending() instanceof Pending.Erf(boolean plusOne) && plusOne) {
                return gelu(node, so.value(node.input(1 - i)), gate.with(null));
            }
            if (gate.pending() == null && isSigmoidOf(gate, so.pending(node.input(1 - i)))) {
                MapValue x = so.value(node.input(1 - i));
                return x.by(so.step(new Layer.Activation("SILU", ""), node, x));
            }
        }
        MapValue left = factor(node.input(0));
        MapValue right = factor(node.input(1));
        boolean swapped = left.elements() < right.elements();
        MapValue x = swapped ? right : left;
        MapValue s = swapped ? left : right;
        boolean repeated =
                !(s.pending() instanceof Pending.Spread(int h, int w)) || (h == x.height() && w == x.width());
        boolean perChannel = s.channels() == x.channels() && s.isPixel() && s.rank() == x.rank() && repeated;
        boolean pairs = s.pending() == null ? s.sameShape(x) || perChannel : perChannel;
        if (!pairs || x.pending() != null || x.step() == s.step()) {
            throw new Unsupported(
                    "a product is of two layers of one shape, or of one and a factor per channel, found %s and %s"
                            .formatted(left.shape(), right.shape()));
        }
        return x.by(so.step(new Layer.Plain(Layer.Kind.MULTIPLY), node, x, s));
    }

    /** A value that may be one pixel repeated. */
    private MapValue factor(String name) throws Unsupported {
        MapValue value = so.pending(name);
        return value.pending() instanceof Pending.Spread ? value : so.value(name);
    }

    /** {@code left} times 1 + erf(x/√2), where {@code left} is x or a multiple of it. */
    private MapValue gelu(OnnxNode node, MapValue left, MapValue x) throws Unsupported {
        float factor = 1;
        if (left.step() != x.step() && left.step() != Step.INPUT) {
            Step scale = so.steps().get(left.step());
            boolean of = scale.inputs().getFirst() == x.step();
            factor = of ? factor(scale.layer()) : Float.NaN;
        }
        if (Float.isNaN(factor) || (left.step() == Step.INPUT && x.step() != Step.INPUT)) {
            throw new Unsupported("1 + erf(x/√2) times something else than x");
        }
        return scaled(node, x.by(so.step(new Layer.Activation("GELU", ""), node, x)), 2 * factor);
    }

    private boolean isSigmoidOf(MapValue gate, MapValue x) {
        if (gate.step() == Step.INPUT || gate.step() == x.step()) {
            return false;
        }
        Step step = so.steps().get(gate.step());
        return step.layer().equals(new Layer.Activation("SIGMOID", ""))
                && step.inputs().getFirst() == x.step();
    }
}
