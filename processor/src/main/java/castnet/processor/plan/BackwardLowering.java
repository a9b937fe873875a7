package castnet.processor.plan;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.Value;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.PoolSpec;
import castnet.processor.plan.Step.Stage;
import java.util.List;

/** Kernel calls of loss and backward. */
final class BackwardLowering {
    private final TrainingState state;
    private final CommonCalls common;

    BackwardLowering(TrainingState state, CommonCalls common) {
        this.state = state;
        this.common = common;
    }

    List<Stage> stages(Node node, Op.Training op, int step) {
        return switch (op) {
            case Op.SoftmaxCrossEntropy _ -> loss(node);
            case Op.ConvDataGradient g -> dataGradient(node, g);
            case Op.ConvWeightGradient _ -> weightGradient(node);
            case Op.ConvBiasGradient _ -> biasGradient(node);
            case Op.BatchNormGradient g -> norm(node, g, step);
            case Op.ActivateGradient g -> activate(node, g.function());
            case Op.ReluGradient _ -> relu(node);
            case Op.PoolGradient g -> pool(node, g);
            case Op.GlobalAvgPoolGradient _ -> common.simple("Pooling", "globalAverageGradient", node);
            case Op.ScaleGradient _ -> scale(node);
            case Op.SliceChannels s -> slice(node, s);
            case Op.PadGradient g -> common.pad(node, g.of(), "Gradient");
            case Op.UpsampleGradient g -> common.upsample(node, "upsampleGradient", g.of());
            case Op.SubsampleGradient g -> common.subsample(node, "subsampleGradient", g.of());
            case Op.ReshapeGradient _ -> common.simple("Elementwise", "reshape", node);
            case Op.DropoutGradient g -> state.dropout(node, g.forward(), g.probability());
        };
    }

    private List<Stage> loss(Node node) {
        return CommonCalls.one(common.call("SoftmaxCrossEntropy", "lossAndGradient")
                .laidOut(node.input())
                .stepInput("labels")
                .stepInput("labelSmoothing")
                .laidOut(node.output())
                .stepInput("losses")
                .overImages());
    }

    private List<Stage> dataGradient(Node node, Op.ConvDataGradient g) {
        ConvSpec shape = state.convolution(node);
        Argument.Shape dy = new Argument.Shape(state.arena().layout(node.input()));
        Argument.Shape dx = new Argument.Shape(state.arena().layout(node.output()));
        ArrayField packed = state.sized(
                node, "Packed", "ConvGradient", "packedDataFloats", List.of(new Argument.Shape(shape), dy, dx));
        state.packs(
                node.name(),
                "ConvGradient.data",
                List.of(common.call("ConvGradient", "packData")
                        .shape(shape)
                        .add(dy)
                        .add(dx)
                        .add(state.parameter(node, ParameterRole.WEIGHT))
                        .field(packed.name())
                        .end()));
        state.needScratch(Scratch.dataGradient(shape));
        return CommonCalls.one(common.call("ConvGradient", "data")
                .shape(shape)
                .tensor(node.input())
                .add(dy)
                .field(packed.name())
                .tensor(node.output())
                .add(dx)
                .literal(g.accumulate())
                .overImages());
    }

    private List<Stage> weightGradient(Node node) {
        ConvSpec shape = state.convolution(node);
        state.needScratch(Scratch.weightGradient(shape));
        Value dy = node.inputs().get(1);
        return CommonCalls.one(common.call("ConvGradient", "weight")
                .shape(shape)
                .tensor(node.input())
                .tensor(dy)
                .layout(dy)
                .add(state.gradient(node, ParameterRole.WEIGHT))
                .overImages());
    }

    private List<Stage> biasGradient(Node node) {
        return CommonCalls.one(common.call("ConvGradient", "bias")
                .layout(node.input())
                .literal(node.input().shape().channels())
                .tensor(node.input())
                .add(state.gradient(node, ParameterRole.BIAS))
                .overImages());
    }

    private List<Stage> norm(Node node, Op.BatchNormGradient g, int step) {
        Epilogue epilogue = g.of().epilogue();
        TrainingState.Statistics statistics = state.statistics(g.forward());
        state.needScratch(Scratch.norm(node.input().shape().channels()));
        CallBuilder sums = common.call("BatchNorm", epilogue.relu() ? "gradientSumsRelu" : "gradientSums");
        readNorm(sums, node, epilogue, statistics).temporary(step);
        KernelCall finish = common.call("BatchNorm", "finishGradient")
                .layout(node.inputs().get(1))
                .temporary(step)
                .add(state.gradient(node, ParameterRole.GAMMA))
                .add(state.gradient(node, ParameterRole.BETA))
                .overImages();
        // Without ReLU a residual's gradient is dy itself: nothing to compute.
        String suffix = epilogue.relu() ? KernelSelector.suffix(epilogue) : "";
        CallBuilder gradient = common.call("BatchNorm", "gradient" + suffix);
        readNorm(gradient, node, epilogue, statistics)
                .add(state.parameter(node, ParameterRole.GAMMA))
                .add(state.gradient(node, ParameterRole.GAMMA))
                .add(state.gradient(node, ParameterRole.BETA));
        node.outputs().forEach(gradient::laidOut);
        return List.of(
                new Stage(sums.overImages(), true), new Stage(finish, true), new Stage(gradient.overImages(), false));
    }

    /** dy, y where ReLU was fused, x, and the batch's statistics. */
    private static CallBuilder readNorm(
            CallBuilder call, Node node, Epilogue epilogue, TrainingState.Statistics statistics) {
        call.laidOut(node.input());
        if (epilogue.relu()) {
            call.laidOut(node.inputs().get(2));
        }
        return call.laidOut(node.inputs().get(1)).field(statistics.mean()).field(statistics.inverseDeviation());
    }

    // Only one of x and y was kept; it is passed for both, since the other one is not read.
    private List<Stage> activate(Node node, Activation function) {
        Value kept = node.inputs().get(1);
        return CommonCalls.one(common.call("Activations", "gradient")
                .add(CommonCalls.function(function))
                .literal((float) function.alpha())
                .laidOut(node.input())
                .laidOut(kept)
                .laidOut(kept)
                .laidOut(node.output())
                .overImages());
    }

    private List<Stage> relu(Node node) {
        return CommonCalls.one(common.call("Elementwise", "reluGradient")
                .laidOut(node.input())
                .laidOut(node.inputs().get(1))
                .laidOut(node.output())
                .overImages());
    }

    private List<Stage> pool(Node node, Op.PoolGradient g) {
        PoolSpec shape = Shapes.pool(
                g.of(), state.arena().layout(node.output()), state.arena().layout(node.input()));
        if (g.of().kind() == Op.Pool2d.Kind.MAX) {
            Value x = node.inputs().get(1);
            return CommonCalls.one(common.call("Pooling", "maxGradient")
                    .shape(Shapes.pool(
                            g.of(), state.arena().layout(x), state.arena().layout(node.input())))
                    .tensor(x)
                    .laidOut(node.input())
                    .laidOut(node.output())
                    .overImages());
        }
        return CommonCalls.one(common.call("Pooling", "averageGradient")
                .shape(shape)
                .laidOut(node.input())
                .laidOut(node.output())
                .literal(g.of().countIncludePad())
                .overImages());
    }

    private List<Stage> scale(Node node) {
        return CommonCalls.one(common.call("Products", "scaleGradient")
                .laidOut(node.input())
                .laidOut(node.inputs().get(1))
                .laidOut(node.output())
                .overImages());
    }

    private List<Stage> slice(Node node, Op.SliceChannels s) {
        return CommonCalls.one(common.call("Elementwise", "sliceChannels")
                .laidOut(node.input())
                .literal(s.from())
                .laidOut(node.output())
                .overImages());
    }
}
