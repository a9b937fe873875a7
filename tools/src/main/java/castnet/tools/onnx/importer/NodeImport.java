package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table from ONNX's operators to the language's annotations. */
final class NodeImport {
    private static final Set<String> KNOWN =
            Set.of(("Conv Gemm MatMul BatchNormalization MaxPool AveragePool GlobalAveragePool ReduceMean "
                            + "Flatten Reshape Squeeze Unsqueeze Expand Pad Slice Resize Upsample Shape "
                            + "Add Sum Sub Mul Div Concat Dropout Identity Relu Clip LeakyRelu PRelu Sigmoid Tanh Erf Neg "
                            + "Gelu HardSigmoid HardSwish Elu Softplus")
                    .split(" "));

    private final Translation so;
    private final WeightedLayers weighted;
    private final ShapeNodes shapes;
    private final PixelNodes pixels;
    private final Arithmetic arithmetic;
    private final ActivationNodes activations;

    NodeImport(Translation so) {
        this.so = so;
        this.weighted = new WeightedLayers(so);
        this.shapes = new ShapeNodes(so);
        this.pixels = new PixelNodes(so);
        this.arithmetic = new Arithmetic(so, weighted);
        this.activations = new ActivationNodes(so, arithmetic);
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
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Expand" -> shapes.read(node);
            case "Pad", "Slice", "Resize", "Upsample" -> pixels.read(node);
            case "Add", "Sum", "Sub", "Mul", "Div", "Concat" -> arithmetic.read(node);
            case "Dropout" -> dropout(node);
            case "Identity" -> so.pending(node.input(0));
            case "Shape" -> throw new Unsupported("sizes of a value that is not known");
            default -> activations.read(node);
        };
    }

    private MapValue pool(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.map(node.input(0));
        Slide slide = SlideReader.of(node, node.integers("kernel_shape", List.of()), x, Pending.Zeros.NONE);
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
        return new MapValue(step, x.channels(), slide.height(x.height()), slide.width(x.width()), x.rank());
    }

    private MapValue reduceMean(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.map(node.input(0));
        List<Long> axes = node.input(1).isEmpty()
                ? node.integers("axes", List.of())
                : so.constant(node, 1, "axes").requireIntegers(node.describe());
        Set<Long> over = new HashSet<>();
        axes.forEach(axis -> over.add(x.axis(axis)));
        if (!over.equals(x.rank() == MapValue.MAP ? Set.of(2L, 3L) : Set.of(2L))) {
            throw new Unsupported("only a mean over height and width is a @GlobalAvgPool, found axes " + axes);
        }
        return globalAverage(node, x, node.integer("keepdims", 1) == 0);
    }

    private MapValue globalAverage(OnnxNode node, MapValue x, boolean row) {
        int step = so.step(new Layer.Plain(Layer.Kind.GLOBAL_AVG_POOL), node, x);
        return MapValue.row(step, x.channels()).as(row ? MapValue.ROW : x.rank());
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
        return x.by(so.step(new Layer.Dropout(Float.toString(ratio)), node, x));
    }
}
