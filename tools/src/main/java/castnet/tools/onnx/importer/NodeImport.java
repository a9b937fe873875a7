package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table from ONNX's operators to the language's annotations. */
final class NodeImport {
    private static final Set<String> KNOWN = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "BatchNormalization",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "ReduceMean",
            "Flatten",
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Add",
            "Sum",
            "Mul",
            "Concat",
            "Dropout",
            "Identity",
            "Pad",
            "Relu",
            "Clip",
            "LeakyRelu",
            "Sigmoid",
            "Tanh",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Elu",
            "Softplus");

    private final Translation so;
    private final WeightedLayers weighted;
    private final ShapeNodes shapes;
    private final ActivationNodes activations;

    NodeImport(Translation so) {
        this.so = so;
        this.weighted = new WeightedLayers(so);
        this.shapes = new ShapeNodes(so);
        this.activations = new ActivationNodes(so);
    }

    /** Whether nodes of this kind may be said in the language. */
    static boolean isKnown(OnnxNode node) {
        return node.domain().isEmpty() && KNOWN.contains(node.op());
    }

    /** The value of the node's first output. */
    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        if (!isKnown(node)) {
            throw new Unsupported("the language has no such operation"
                    + (node.domain().isEmpty() ? "" : " (of the domain " + node.domain() + ")"));
        }
        return switch (node.op()) {
            case "Conv" -> weighted.conv(node);
            case "Gemm" -> weighted.gemm(node);
            case "MatMul" -> weighted.matmul(node);
            case "BatchNormalization" -> weighted.norm(node);
            case "MaxPool", "AveragePool" -> pool(node);
            case "GlobalAveragePool" -> globalAverage(node, so.map(node.input(0)), false);
            case "ReduceMean" -> reduceMean(node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Pad" -> shapes.read(node);
            case "Add", "Sum" -> add(node);
            case "Concat" -> concat(node);
            case "Dropout" -> dropout(node);
            case "Identity" -> so.padded(node.input(0));
            default -> activations.read(node);
        };
    }

    private MapValue pool(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.map(node.input(0));
        Slide slide = SlideReader.of(node, node.integers("kernel_shape", List.of()), x);
        if (slide.dilationHeight() != 1 || slide.dilationWidth() != 1) {
            throw new Unsupported("the language's pools have no dilation");
        }
        if (2 * Math.max(slide.top(), slide.bottom()) > slide.kernelHeight()
                || 2 * Math.max(slide.left(), slide.right()) > slide.kernelWidth()) {
            throw new Unsupported("padding of a pool may be at most half of its window");
        }
        boolean isMax = node.op().equals("MaxPool");
        boolean countIncludePad = !isMax && node.integer("count_include_pad", 0) != 0;
        int step = so.step(new Layer.Pool(isMax, slide, countIncludePad), node, x);
        return new MapValue(step, x.channels(), slide.height(x.height()), slide.width(x.width()), false);
    }

    private MapValue reduceMean(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.map(node.input(0));
        List<Long> axes = node.input(1).isEmpty()
                ? node.integers("axes", List.of())
                : so.constant(node, 1, "axes").requireIntegers(node.describe());
        Set<Long> over = new HashSet<>();
        axes.forEach(axis -> over.add(axis < 0 ? axis + 4 : axis));
        if (!over.equals(Set.of(2L, 3L))) {
            throw new Unsupported("only a mean over height and width is a @GlobalAvgPool, found axes " + axes);
        }
        return globalAverage(node, x, node.integer("keepdims", 1) == 0);
    }

    private MapValue globalAverage(OnnxNode node, MapValue x, boolean row) {
        int step = so.step(new Layer.Plain(Layer.Kind.GLOBAL_AVG_POOL), node, x);
        return new MapValue(step, x.channels(), 1, 1, row);
    }

    private MapValue add(OnnxNode node) throws OnnxException, Unsupported {
        if (node.inputs().size() == 2) {
            for (int i = 0; i < 2; i++) {
                OnnxTensor constant = so.constants().get(node.input(i));
                if (constant != null) {
                    return weighted.addConstant(node, node.input(1 - i), constant);
                }
            }
        }
        MapValue[] inputs = several(node);
        for (MapValue input : inputs) {
            if (!input.sameShape(inputs[0])) {
                throw new Unsupported("summands must have the same shape, found %s and %s"
                        .formatted(inputs[0].shape(), input.shape()));
            }
        }
        MapValue x = inputs[0];
        int step = so.step(new Layer.Plain(Layer.Kind.ADD), node, inputs);
        return new MapValue(step, x.channels(), x.height(), x.width(), x.row());
    }

    private MapValue concat(OnnxNode node) throws OnnxException, Unsupported {
        MapValue[] inputs = several(node);
        MapValue first = inputs[0];
        long axis = node.integer("axis", 1);
        if ((axis < 0 ? axis + (first.row() ? 2 : 4) : axis) != 1) {
            throw new Unsupported("only channels are concatenated, found axis " + axis);
        }
        int channels = 0;
        for (MapValue input : inputs) {
            if (input.height() != first.height() || input.width() != first.width() || input.row() != first.row()) {
                throw new Unsupported(
                        "maps must have the same size, found %s and %s".formatted(first.shape(), input.shape()));
            }
            channels = Math.addExact(channels, input.channels());
        }
        int step = so.step(new Layer.Plain(Layer.Kind.CONCAT), node, inputs);
        return new MapValue(step, channels, first.height(), first.width(), first.row());
    }

    private MapValue[] several(OnnxNode node) throws Unsupported {
        List<MapValue> inputs = new ArrayList<>();
        Set<Integer> steps = new HashSet<>();
        for (String name : node.inputs()) {
            MapValue input = so.value(name);
            inputs.add(input);
            if (!steps.add(input.step())) {
                throw new Unsupported("the same layer twice");
            }
        }
        if (inputs.size() < 2) {
            throw new Unsupported("two or more inputs are expected");
        }
        return inputs.toArray(MapValue[]::new);
    }

    private MapValue dropout(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        OnnxTensor training = so.constants().get(node.input(2));
        if (!node.input(2).isEmpty()
                && (training == null
                        || training.requireIntegers(node.describe()).contains(1L))) {
            throw new Unsupported("dropout that is not only for training");
        }
        float ratio = node.input(1).isEmpty()
                ? node.number("ratio", 0.5f)
                : so.constant(node, 1, "ratio").requireFloats(node.describe())[0];
        if (!(ratio > 0 && ratio < 1)) {
            return x;
        }
        int step = so.step(new Layer.Dropout(Float.toString(ratio)), node, x);
        return new MapValue(step, x.channels(), x.height(), x.width(), x.row());
    }
}
