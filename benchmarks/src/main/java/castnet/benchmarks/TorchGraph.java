package castnet.benchmarks;

import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A model's nodes as calls of libtorch, op by op, in channels_last, which is its faster layout on CPUs. */
final class TorchGraph {
    private static final double EPSILON_MISSING = 1e-5;

    private final OnnxModel.OnnxGraph graph;
    private final Map<String, Tensor> weights = new HashMap<>();
    private final List<Tensor> trained = new ArrayList<>();

    TorchGraph(OnnxModel model) {
        graph = model.graph();
        for (OnnxNode node : graph.nodes()) {
            for (int i = 1; i < node.inputs().size(); i++) {
                OnnxTensor initializer = graph.initializers().get(node.input(i));
                if (initializer != null && isLayer(node)) {
                    Tensor tensor = tensor(initializer);
                    weights.put(node.input(i), tensor);
                    boolean statistic = node.op().equals("BatchNormalization") && i > 2;
                    if (!statistic) {
                        trained.add(tensor);
                    }
                }
            }
        }
    }

    private static boolean isLayer(OnnxNode node) {
        return List.of("Conv", "BatchNormalization", "Gemm").contains(node.op());
    }

    private static Tensor tensor(OnnxTensor initializer) {
        long[] shape =
                initializer.dimensions().stream().mapToLong(Long::longValue).toArray();
        Tensor tensor = Tensor.create(initializer.floats(), shape);
        return shape.length == 4 ? tensor.contiguous(torch.MemoryFormat.ChannelsLast) : tensor;
    }

    /** What an optimizer changes. */
    List<Tensor> trained() {
        return trained;
    }

    Tensor forward(Tensor x, boolean training) {
        Map<String, Tensor> values = new HashMap<>(weights);
        values.put("input", x);
        for (OnnxNode node : graph.nodes()) {
            values.put(node.output(), compute(node, values, training));
        }
        return value(values, graph.outputs().getFirst().name());
    }

    private Tensor compute(OnnxNode node, Map<String, Tensor> values, boolean training) {
        Tensor x = value(values, node.input(0));
        return switch (node.op()) {
            case "Conv" -> {
                long[] pads = longs(node, "pads", 0, 0, 0, 0);
                long groups = longs(node, "group", 1)[0];
                yield torch.conv2d(
                        x,
                        value(values, node.input(1)),
                        optional(values, node.input(2)),
                        longs(node, "strides", 1, 1),
                        new long[] {pads[0], pads[1]},
                        longs(node, "dilations", 1, 1),
                        groups);
            }
            case "BatchNormalization" ->
                torch.batch_norm(
                        x,
                        optional(values, node.input(1)),
                        optional(values, node.input(2)),
                        optional(values, node.input(3)),
                        optional(values, node.input(4)),
                        training,
                        0.1,
                        epsilon(node),
                        false);
            case "Relu" -> torch.relu(x);
            case "Add" -> torch.add(x, value(values, node.input(1)));
            case "MaxPool" -> {
                long[] pads = longs(node, "pads", 0, 0, 0, 0);
                yield torch.max_pool2d(
                        x,
                        longs(node, "kernel_shape", 1, 1),
                        longs(node, "strides", 1, 1),
                        new long[] {pads[0], pads[1]},
                        new long[] {1, 1},
                        false);
            }
            case "GlobalAveragePool" -> torch.adaptive_avg_pool2d(x, new long[] {1, 1});
            case "Slice" -> slice(node, x);
            case "Pad" -> pad(node, x);
            case "Flatten" -> torch.flatten(x, 1, -1);
            case "Gemm" -> torch.linear(x, value(values, node.input(1)), optional(values, node.input(2)));
            default -> throw new IllegalArgumentException("libtorch's side has no " + node.op());
        };
    }

    /** Every stride-th row and column, as a subsampling shortcut is exported. */
    private Tensor slice(OnnxNode node, Tensor x) {
        Tensor y = x;
        List<Long> axes = integers(node, 3);
        for (int i = 0; i < axes.size(); i++) {
            y = torch.slice(
                    y,
                    axes.get(i),
                    new LongOptional(integers(node, 1).get(i)),
                    new LongOptional(integers(node, 2).get(i)),
                    integers(node, 4).get(i));
        }
        return y;
    }

    /** Zero channels, as a zero-padded shortcut is exported; libtorch counts pads from the last axis. */
    private Tensor pad(OnnxNode node, Tensor x) {
        List<Long> pads = integers(node, 1);
        int axes = pads.size() / 2;
        long[] backward = new long[pads.size()];
        for (int axis = 0; axis < axes; axis++) {
            backward[2 * (axes - 1 - axis)] = pads.get(axis);
            backward[2 * (axes - 1 - axis) + 1] = pads.get(axes + axis);
        }
        return torch.constant_pad_nd(x, backward, new Scalar(0.0f));
    }

    private List<Long> integers(OnnxNode node, int input) {
        OnnxTensor constant = graph.initializers().get(node.input(input));
        if (constant == null) {
            throw new IllegalArgumentException("%s: input %d is no constant".formatted(node.name(), input));
        }
        try {
            return constant.requireIntegers(node.name());
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Tensor value(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static long[] longs(OnnxNode node, String name, long... otherwise) {
        return switch (node.attributes().get(name)) {
            case OnnxAttribute.Wholes wholes ->
                wholes.values().stream().mapToLong(Long::longValue).toArray();
            case OnnxAttribute.Whole whole -> new long[] {whole.value()};
            case null, default -> otherwise;
        };
    }

    private static double epsilon(OnnxNode node) {
        return node.attributes().get("epsilon") instanceof OnnxAttribute.Real real ? real.value() : EPSILON_MISSING;
    }

    private static TensorOptional optional(Map<String, Tensor> values, String name) {
        Tensor tensor = values.get(name);
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor);
    }
}
