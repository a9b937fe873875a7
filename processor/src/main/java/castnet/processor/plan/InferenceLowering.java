package castnet.processor.plan;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.Product;
import castnet.processor.plan.ArrayField.FoldedWeight;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Step.Stage;
import java.util.ArrayList;
import java.util.List;

/** Kernel calls and arrays of an inference program. */
final class InferenceLowering implements Lowering {
    private final Arena arena;
    private final KernelSelector kernels;
    private final CommonCalls common;
    private final FieldNames names = new FieldNames();
    private final List<ArrayField> fields = new ArrayList<>();
    private long scratch;

    InferenceLowering(Arena arena, KernelSelector kernels) {
        this.arena = arena;
        this.kernels = kernels;
        this.common = new CommonCalls(arena);
    }

    @Override
    public List<ArrayField> fields() {
        return List.copyOf(fields);
    }

    @Override
    public List<Step> pack() {
        return List.of();
    }

    @Override
    public long scratchFloats() {
        return scratch;
    }

    @Override
    public List<Stage> stages(Node node, int step) {
        return switch (node.op()) {
            case Op.Conv2d conv -> convolution(node, conv);
            case Op.BatchNorm norm -> norm(node, norm);
            case Op.Activate activate -> common.activate(node, activate.function());
            case Op.Pool2d pool -> common.pool(node, pool);
            case Op.GlobalAvgPool _ -> common.globalAverage(node);
            case Op.Reshape _ -> common.simple("Elementwise", "reshape", node);
            case Op.Add add -> common.add(node, add);
            case Op.Multiply _ -> common.multiply(node);
            case Op.Concat _ -> common.concat(node);
            case Op.PadChannels pad -> common.padChannels(node, pad);
            case Op.Pad pad -> common.pad(node, pad, "");
            case Op.Upsample up -> common.upsample(node, "upsample", up);
            case Op.Subsample s -> common.subsample(node, "subsample", s);
            case Op.Linear _, Op.Dropout _, Op.Training _ ->
                throw new IllegalArgumentException(node.name() + " cannot stand in an inference graph");
        };
    }

    private List<Stage> convolution(Node node, Op.Conv2d conv) {
        ConvSpec shape = Shapes.convolution(conv, arena.layout(node.input()), arena.layout(node.output()));
        String type = kernels.convolution(shape);
        scratch = Math.max(scratch, Scratch.convolution(type, shape));
        Product product = conv.first() == null ? null : Product.of(node);
        ArrayField.PackedConvolution field = new ArrayField.PackedConvolution(
                names.of(node.name(), "Weights"),
                names.of(node.name(), "Bias"),
                node.name(),
                weight(product == null ? node : product.second()),
                product == null ? null : weight(product.first()),
                type,
                shape);
        fields.add(field);
        CallBuilder call = common.call(type, KernelSelector.convolutionMethod(conv.epilogue()))
                .shape(shape)
                .tensor(node.input())
                .field(field.name())
                .field(field.biasName());
        if (conv.epilogue().add()) {
            // The runtime's convolutions take array and offset of the residual before its layout.
            call.tensor(node.inputs().get(1)).layout(node.inputs().get(1));
        }
        return CommonCalls.one(call.tensor(node.output()).overImages());
    }

    private static FoldedWeight weight(Node node) {
        Double epsilon = ((Op.Conv2d) node.op()).folded();
        return new FoldedWeight(
                key(node, ParameterRole.WEIGHT),
                node.parameter(ParameterRole.BIAS).map(Parameter::key).orElse(null),
                epsilon == null ? null : normPrefix(node),
                epsilon == null ? 0 : epsilon);
    }

    private List<Stage> norm(Node node, Op.BatchNorm norm) {
        ArrayField.FoldedNorm field = new ArrayField.FoldedNorm(
                names.of(node.name(), "Scale"),
                names.of(node.name(), "Shift"),
                node.name(),
                normPrefix(node),
                norm.epsilon(),
                node.output().shape().channels());
        fields.add(field);
        CallBuilder call = common.call("BatchNorm", "affine" + KernelSelector.suffix(norm.epilogue()))
                .laidOut(node.input())
                .field(field.name())
                .field(field.shiftName());
        if (norm.epilogue().add()) {
            call.laidOut(node.inputs().get(1));
        }
        return CommonCalls.one(call.laidOut(node.output()).overImages());
    }

    private static String key(Node node, ParameterRole role) {
        return node.parameter(role).orElseThrow().key();
    }

    /** What stands before {@code .weight} in the key of gamma. */
    private static String normPrefix(Node node) {
        String gamma = key(node, ParameterRole.GAMMA);
        return gamma.substring(0, gamma.lastIndexOf('.'));
    }
}
