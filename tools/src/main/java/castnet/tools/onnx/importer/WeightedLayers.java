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
        MapValue read = Translation.requireMap(so.pending(node.input(0)));
        boolean padded = read.pending() instanceof Pending.Zeros;
        MapValue x = padded ? read.with(null) : so.value(node.input(0));
        Pending.Zeros zeros = read.pending() instanceof Pending.Zeros around ? around : Pending.Zeros.NONE;
        OnnxTensor weight = so.constant(node, 1, "weight");
        List<Long> sizes = weight.dimensions();
        if (sizes.size() != x.rank()) {
            throw new Unsupported("a weight of %d dimensions is expected, found %s".formatted(x.rank(), sizes));
        }
        List<Long> kernel = sizes.subList(2, sizes.size());
        long groups = node.integer("group", 1);
        if (groups < 1
                || groups > x.channels()
                || sizes.get(1) * groups != x.channels()
                || sizes.get(0) < 1
                || sizes.get(0) % groups != 0) {
            throw new Unsupported(
                    "a weight of %s and %d groups do not fit an input of %s".formatted(sizes, groups, x.shape()));
        }
        Slide slide = SlideReader.of(node, kernel, x, zeros).padded(zeros);
        if (!node.integers("kernel_shape", kernel).equals(kernel)) {
            throw new Unsupported("kernel_shape is not that of the weight, " + sizes);
        }
        int out = Math.toIntExact(sizes.get(0));
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        List<Long> shape = List.of(sizes.get(0), sizes.get(1), (long) slide.kernelHeight(), (long) slide.kernelWidth());
        weights.put("weight", OnnxTensor.of(shape, weight.requireFloats(node.describe())));
        boolean bias = !node.input(2).isEmpty();
        if (bias) {
            weights.put("bias", row(node, so.constant(node, 2, "bias"), out, 1));
        }
        int step = so.weighted(new Layer.Conv(out, slide, (int) groups, bias), node, node.input(1), weights, x);
        return new MapValue(step, out, slide.height(x.height()), slide.width(x.width()), x.rank());
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
        if (!x.isRow() || b.dimensions().size() != 2) {
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
        return MapValue.row(step, out);
    }

    MapValue norm(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) != 1) {
            throw new Unsupported("only running statistics per channel are read");
        }
        float epsilon = node.number("epsilon", 1e-5f);
        float momentum = node.number("momentum", 0.9f);
        if (!(epsilon > 0 && epsilon < 1 && momentum >= 0 && momentum <= 1)) {
            throw new Unsupported("epsilon should be above 0 and below 1, momentum from 0 to 1, found %s and %s"
                    .formatted(epsilon, momentum));
        }
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        List<String> ends = List.of("weight", "bias", "running_mean", "running_var");
        for (int i = 0; i < ends.size(); i++) {
            weights.put(ends.get(i), row(node, so.constant(node, i + 1, ends.get(i)), x.channels(), 1));
        }
        String ofNew = BigDecimal.ONE
                .subtract(new BigDecimal(Float.toString(momentum)))
                .stripTrailingZeros()
                .toPlainString();
        Layer layer = new Layer.Norm(Float.toString(epsilon), ofNew);
        return x.by(so.weighted(layer, node, node.input(1), weights, x));
    }

    /**
     * Plus (or, with a sign of -1, minus) a constant: the bias of the layer before, if that can take it in, else a 1×1
     * convolution of each channel by itself.
     */
    MapValue plus(OnnxNode node, MapValue x, OnnxTensor constant, float sign, String name)
            throws OnnxException, Unsupported {
        float[] sum = perChannel(node, x, constant, sign);
        Step step = so.mergeable(x);
        Layer biased = switch (step == null ? null : step.layer()) {
            case Layer.Conv conv -> new Layer.Conv(conv.out(), conv.slide(), conv.groups(), true);
            case Layer.Linear linear -> new Layer.Linear(linear.out(), true);
            case null, default -> null;
        };
        if (step == null || biased == null) {
            float[] ones = new float[x.channels()];
            Arrays.fill(ones, 1);
            return byChannel(node, x, ones, sum, name);
        }
        Map<String, OnnxTensor> weights = new LinkedHashMap<>(step.weights());
        OnnxTensor before = weights.get("bias");
        for (int i = 0; before != null && i < sum.length; i++) {
            sum[i] += before.requireFloats(node.describe())[i];
        }
        weights.put("bias", OnnxTensor.of(List.of((long) sum.length), sum));
        so.replace(x, biased, weights);
        return x;
    }

    /** Times a constant: a 1×1 convolution of each channel by itself. */
    MapValue times(OnnxNode node, MapValue x, OnnxTensor constant, String name) throws OnnxException, Unsupported {
        return byChannel(node, x, perChannel(node, x, constant, 1), null, name);
    }

    private MapValue byChannel(OnnxNode node, MapValue x, float[] factors, float @Nullable [] summands, String name) {
        long channels = x.channels();
        Map<String, OnnxTensor> weights = new LinkedHashMap<>();
        weights.put("weight", OnnxTensor.of(List.of(channels, 1L, 1L, 1L), factors));
        if (summands != null) {
            weights.put("bias", OnnxTensor.of(List.of(channels), summands));
        }
        Layer layer = new Layer.Conv(x.channels(), Slide.pixel(1, 1), x.channels(), summands != null);
        return x.by(so.weighted(layer, node, name, weights, x));
    }

    /** [C] or [1, C] beside a row, [C, 1, 1] or [1, C, 1, 1] beside a map, or one number. */
    private static float[] perChannel(OnnxNode node, MapValue x, OnnxTensor constant, float sign)
            throws OnnxException, Unsupported {
        List<Long> sizes = constant.dimensions();
        int channelsAt = sizes.size() - (x.rank() - 1);
        // Before opset 7 an attribute said where the constant's sizes begin.
        long axis = node.integer("axis", channelsAt);
        boolean perChannel = constant.size() == 1
                || (axis == 1 && sizes.equals(List.of((long) x.channels())))
                || (axis == channelsAt
                        && channelsAt >= 0
                        && sizes.get(channelsAt) == x.channels()
                        && constant.size() == x.channels());
        if (!perChannel) {
            throw new Unsupported("a constant of %s is not one number per channel of %s".formatted(sizes, x.shape()));
        }
        return row(node, constant, x.channels(), sign)
                .requireFloats(node.describe())
                .clone();
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
