package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.processor.plan.Step.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kernel calls and arrays of a training program: forward here, backward in {@link BackwardLowering}. */
final class TrainingLowering implements Lowering {
    private final TrainingState state;
    private final KernelSelector kernels;
    private final CommonCalls common;
    private final BackwardLowering backward;

    TrainingLowering(Arena arena, Graph graph, TrainingArrays arrays, KernelSelector kernels) {
        this.kernels = kernels;
        state = new TrainingState(arena, graph, arrays);
        common = new CommonCalls(arena);
        backward = new BackwardLowering(state, common);
    }

    @Override
    public List<ArrayField> fields() {
        return state.fields();
    }

    @Override
    public List<Step> pack() {
        return state.pack();
    }

    @Override
    public long scratchFloats() {
        return state.scratchFloats();
    }

    @Override
    public List<Stage> stages(Node node, int step) {
        return switch (node.op()) {
            case Op.Conv2d conv -> convolution(node, conv);
            case Op.BatchNorm norm -> norm(node, norm, step);
            case Op.Activate activate -> common.activate(node, activate.function());
            case Op.Pool2d pool -> common.pool(node, pool);
            case Op.GlobalAvgPool _ -> common.globalAverage(node);
            case Op.Reshape _ -> common.simple("Elementwise", "reshape", node);
            case Op.Dropout dropout -> state.dropout(node, node.name(), dropout.probability());
            case Op.Add add -> common.add(node, add);
            case Op.Multiply _ -> common.multiply(node);
            case Op.Concat _ -> common.concat(node);
            case Op.PadChannels pad -> common.padChannels(node, pad);
            case Op.Pad pad -> common.pad(node, pad, "");
            case Op.Upsample up -> common.upsample(node, "upsample", up);
            case Op.Subsample s -> common.subsample(node, "subsample", s);
            case Op.Linear _ -> throw new IllegalArgumentException(node.name() + " should be a convolution by now");
            case Op.Training training -> backward.stages(node, training, step);
        };
    }

    private List<Stage> convolution(Node node, Op.Conv2d conv) {
        ConvSpec shape = Shapes.convolution(
                conv, state.arena().layout(node.input()), state.arena().layout(node.output()));
        String type = kernels.convolution(shape);
        state.needScratch(Scratch.convolution(type, shape));
        Parameter weight = node.parameter(ParameterRole.WEIGHT).orElseThrow();
        state.remember(weight, shape);
        Argument.Shape shapeArgument = new Argument.Shape(shape);
        ArrayField packed = state.sized(node, "Packed", type, "packedFloats", List.of(shapeArgument));
        List<KernelCall> packs = new ArrayList<>();
        packs.add(common.call(type, "pack")
                .shape(shape)
                .add(state.parameter(weight))
                .field(packed.name())
                .end());
        String bias = bias(node, conv, packs);
        state.packs(node.name(), type, packs);
        CallBuilder call = common.call(type, KernelSelector.convolutionMethod(conv.epilogue()))
                .shape(shape)
                .tensor(node.input())
                .field(packed.name())
                .field(bias);
        if (conv.epilogue().add()) {
            // The runtime's convolutions take array and offset of the residual before its layout.
            call.tensor(node.inputs().get(1)).layout(node.inputs().get(1));
        }
        return CommonCalls.one(call.tensor(node.output()).overImages());
    }

    /** The field with the bias, or with zeros where there is none: convolutions always add one. */
    private String bias(Node node, Op.Conv2d conv, List<KernelCall> packs) {
        int padded = LayoutSpec.roundUp(conv.outChannels());
        Optional<Parameter> bias = node.parameter(ParameterRole.BIAS);
        if (bias.isEmpty()) {
            return state.noBias(padded);
        }
        ArrayField field = state.zeros(node, "Bias", padded, "bias of " + node.name() + ", padded");
        packs.add(common.call("ConvGradient", "packBias")
                .literal(conv.outChannels())
                .add(state.parameter(bias.get()))
                .field(field.name())
                .end());
        return field.name();
    }

    private List<Stage> norm(Node node, Op.BatchNorm norm, int step) {
        int channels = LayoutSpec.roundUp(node.output().shape().channels());
        ArrayField mean = state.zeros(node, "Mean", channels, "mean of this batch");
        ArrayField deviation = state.zeros(node, "InverseDeviation", channels, "1/√(variance of this batch + ε)");
        state.needScratch(Scratch.norm(channels));
        state.remember(node.name(), new TrainingState.Statistics(mean.name(), deviation.name()));
        KernelCall statistics = common.call("BatchNorm", "statistics")
                .laidOut(node.input())
                .temporary(step)
                .overImages();
        KernelCall finish = common.call("BatchNorm", "finish")
                .layout(node.input())
                .temporary(step)
                .field(mean.name())
                .field(deviation.name())
                .add(state.buffer(node, ParameterRole.RUNNING_MEAN))
                .add(state.buffer(node, ParameterRole.RUNNING_VARIANCE))
                .literal((float) norm.momentum())
                .literal((float) norm.epsilon())
                .overImages();
        CallBuilder normalize = common.call("BatchNorm", "normalize" + KernelSelector.suffix(norm.epilogue()))
                .laidOut(node.input())
                .field(mean.name())
                .field(deviation.name())
                .add(state.parameter(node, ParameterRole.GAMMA))
                .add(state.parameter(node, ParameterRole.BETA));
        if (norm.epilogue().add()) {
            normalize.laidOut(node.inputs().get(1));
        }
        return List.of(
                new Stage(statistics, true),
                new Stage(finish, true),
                new Stage(normalize.laidOut(node.output()).overImages(), false));
    }
}
