package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Convolutions, fully connected layers and batch norms: their constants become weights. */
final class WeightedLayers {
    private final Translation so;

    WeightedLayers(Translation so) {
        this.so = so;
    }

    MapValue conv(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = Translation.requireMap(so.padded(node.input(0)));
        OnnxTensor weight = so.constant(node, 1, "weight");
        List<Long> sizes = weight.dimensions();
        if (sizes.size() != 4) {
            throw new Unsupported("a weight of 4 dimensions is expected, found " + sizes);
        }
        long groups = node.integer("group", 1);
        if (groups < 1
                || groups > x.channels()
                || sizes.get(1) * groups != x.channels()
                || sizes.get(0) < 1
                || sizes.get(0) % groups != 0) {
            throw new Unsupported(
                    "a weight of %s and %d groups do not fit an input of %s".formatted(sizes, groups, x.shape()));
        }
        Slide slide = SlideReader.of(node, node.integers("kernel_shape", sizes.subList(2, 4)), x)
                .padded(x.zeros());
        if (slide.kernelHeight() != sizes.get(2) || slide.kernelWidth() != sizes.get(3)) {
            throw new Unsupported("kernel_shape is not that of the weight, " + sizes);
        }
        int out = Math.toIntExact(sizes.get(0));
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        weights.put("weight", OnnxTensor.of(sizes, weight.requireFloats(node.describe())));
        boolean bias = !node.input(2).isEmpty();
        if (bias) {
            weights.put("bias", row(node, so.constant(node, 2, "bias"), out, 1));
        }
        int step = so.weighted(new Layer.Conv(out, slide, (int) groups, bias), node, node.input(1), weights, x);
        return new MapValue(step, out, slide.height(x.height()), slide.width(x.width()), false);
    }

    MapValue gemm(OnnxNode node) throws OnnxException, Unsupported {
        if (node.integer("transA", 0) != 0) {
            throw new Unsupported("transA");
        }
        float alpha = node.number("alpha", 1);
        float beta = node.number("beta", 1);
        OnnxTensor c = node.input(2).isEmpty() ? null : so.constant(node, 2, "bias");
        return linear(node, node.integer("transB", 0) != 0, alpha, c, beta);
    }

    MapValue matmul(OnnxNode node) throws OnnxException, Unsupported {
        return linear(node, false, 1, null, 1);
    }

    private MapValue linear(OnnxNode node, boolean transposed, float alpha, @Nullable OnnxTensor c, float beta)
            throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        OnnxTensor b = so.constant(node, 1, "matrix");
        if (!x.row() || b.dimensions().size() != 2) {
            throw new Unsupported("only a row N×C times a constant matrix is a fully connected layer");
        }
        int rows = Math.toIntExact(b.dimensions().get(0));
        int columns = Math.toIntExact(b.dimensions().get(1));
        int out = transposed ? rows : columns;
        if ((transposed ? columns : rows) != x.channels() || out < 1) {
            throw new Unsupported("a matrix of %s does not fit a row of %d".formatted(b.dimensions(), x.channels()));
        }
        float[] values = b.requireFloats(node.describe());
        float[] weight = transposed ? values : Constants.transposed(values, rows, columns);
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        weights.put("weight", OnnxTensor.of(List.of((long) out, (long) x.channels()), scaled(weight, alpha)));
        if (c != null) {
            weights.put("bias", row(node, c, out, beta));
        }
        int step = so.weighted(new Layer.Linear(out, c != null), node, node.input(1), weights, x);
        return new MapValue(step, out, 1, 1, true);
    }

    MapValue norm(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) != 1) {
            throw new Unsupported("only running statistics per channel are read");
        }
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        List<String> ends = List.of("weight", "bias", "running_mean", "running_var");
        for (int i = 0; i < ends.size(); i++) {
            weights.put(ends.get(i), row(node, so.constant(node, i + 1, ends.get(i)), x.channels(), 1));
        }
        String momentum = BigDecimal.ONE
                .subtract(new BigDecimal(Float.toString(node.number("momentum", 0.9f))))
                .stripTrailingZeros()
                .toPlainString();
        Layer layer = new Layer.Norm(Float.toString(node.number("epsilon", 1e-5f)), momentum);
        int step = so.weighted(layer, node, node.input(1), weights, x);
        return new MapValue(step, x.channels(), x.height(), x.width(), x.row());
    }

    /** A constant added to a layer that can take it in as its bias. */
    MapValue addConstant(OnnxNode node, String name, OnnxTensor constant) throws OnnxException, Unsupported {
        MapValue x = so.value(name);
        Step step = x.step() == Step.INPUT ? null : so.steps().get(x.step());
        Layer biased = switch (step == null || !so.isReadOnce(name) ? null : step.layer()) {
            case Layer.Conv conv -> new Layer.Conv(conv.out(), conv.slide(), conv.groups(), true);
            case Layer.Linear linear -> new Layer.Linear(linear.out(), true);
            case null, default -> null;
        };
        if (step == null || biased == null) {
            throw new Unsupported("a constant can only be added to a convolution or a fully connected layer");
        }
        // Per channel: [C] or [1, C] beside a row, [C, 1, 1] or [1, C, 1, 1] beside a map.
        List<Long> sizes = constant.dimensions();
        int channelsAt = sizes.size() - (x.row() ? 1 : 3);
        boolean perChannel = constant.size() == 1
                || (channelsAt >= 0 && sizes.get(channelsAt) == x.channels() && constant.size() == x.channels());
        if (!perChannel || (x.elements() != x.channels() && x.row())) {
            throw new Unsupported("a constant of %s is not one number per channel of %s".formatted(sizes, x.shape()));
        }
        float[] sum = row(node, constant, x.channels(), 1)
                .requireFloats(node.describe())
                .clone();
        Map<String, OnnxTensor> weights = new LinkedHashMap<>(step.weights());
        OnnxTensor before = weights.get("bias");
        for (int i = 0; before != null && i < sum.length; i++) {
            sum[i] += before.requireFloats(node.describe())[i];
        }
        weights.put("bias", OnnxTensor.of(List.of((long) sum.length), sum));
        so.steps().set(x.step(), new Step(biased, step.inputs(), step.name(), step.isKey(), weights));
        return x;
    }

    /** One number per channel, times {@code factor}. */
    private static OnnxTensor row(OnnxNode node, OnnxTensor constant, int channels, float factor)
            throws OnnxException, Unsupported {
        float[] values = constant.requireFloats(node.describe());
        if (values.length != channels && values.length != 1) {
            throw new Unsupported(
                    "%d numbers are expected, found a constant of %s".formatted(channels, constant.dimensions()));
        }
        float[] all = values.length == channels ? values : new float[channels];
        if (values.length != channels) {
            Arrays.fill(all, values[0]);
        }
        return OnnxTensor.of(List.of((long) channels), scaled(all, factor));
    }

    private static float[] scaled(float[] values, float factor) {
        if (factor == 1) {
            return values;
        }
        float[] all = values.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] *= factor;
        }
        return all;
    }
}
