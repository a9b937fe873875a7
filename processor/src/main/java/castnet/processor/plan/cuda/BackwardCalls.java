package castnet.processor.plan.cuda;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.plan.cuda.Call.Argument;
import castnet.processor.plan.cuda.CudaKernel.Parameter;
import castnet.processor.plan.cuda.Template.Grid;
import java.util.List;

/** Kernels of the loss, and of gradients without parameters: one per node. */
final class BackwardCalls {
    private static final String PART = "backward";

    Call of(Node node, Op.Training op) {
        TensorShape dx =
                node.outputs().isEmpty() ? node.input().shape() : node.output().shape();
        TensorShape dy = node.input().shape();
        return switch (op) {
            case Op.SoftmaxCrossEntropy _ -> loss(node);
            case Op.ActivateGradient g ->
                new Call(
                        new CudaKernel.ActivateGradient(g.function(), Math.toIntExact(dx.elements())),
                        List.of(
                                new Call.Tensor(node.input()),
                                new Call.Tensor(node.inputs().get(1)),
                                new Call.Tensor(node.output())));
            case Op.ReluGradient _ -> binary(node, "relu_gradient", "y", new Constants().add("E", (int) dx.elements()));
            case Op.PoolGradient g -> pool(node, g);
            case Op.GlobalAvgPoolGradient _ -> unary(node, "global_average_gradient", new Constants().flat(dx));
            case Op.ScaleGradient _ -> scale(node);
            case Op.SliceChannels s ->
                unary(
                        node,
                        "slice_channels",
                        new Constants().flat(dx).add("FROM", s.from()).add("ALL", dy.channels()));
            case Op.PadGradient g ->
                unary(
                        node,
                        "resample",
                        g.of().reflect() ? "reflect_gradient" : "pick",
                        new Constants()
                                .image(dy)
                                .output(dx)
                                .add("SH", 1)
                                .add("SW", 1)
                                .add("TOP", -g.of().top())
                                .add("LEFT", -g.of().left()));
            case Op.UpsampleGradient g ->
                unary(
                        node,
                        "upsample_gradient",
                        new Constants().image(dx).add("SCALE", g.of().scale()).add("BILINEAR", g.of().bilinear()));
            case Op.SubsampleGradient g ->
                unary(
                        node,
                        "spread",
                        new Constants()
                                .image(dx)
                                .output(dy)
                                .add("SH", g.of().strideHeight())
                                .add("SW", g.of().strideWidth()));
            case Op.ReshapeGradient _ ->
                new Call(
                        new CudaKernel.Reshape(dy, dx),
                        List.of(new Call.Tensor(node.input()), new Call.Tensor(node.output())));
            case Op.ConvDataGradient _, Op.ConvWeightGradient _, Op.ConvBiasGradient _ -> throw elsewhere(node);
            case Op.BatchNormGradient _, Op.DropoutGradient _ -> throw elsewhere(node);
        };
    }

    private static IllegalArgumentException elsewhere(Node node) {
        return new IllegalArgumentException(node.name() + " has parameters or a state");
    }

    private static Call loss(Node node) {
        int classes = node.input().shape().channels();
        return Call.of("loss", "softmax_cross_entropy", Integer.toString(classes))
                .constants(new Constants().add("C", classes))
                .arguments(
                        Argument.read("logits", node.input()),
                        new Argument(
                                new Parameter("const int* __restrict__", "labels"),
                                new Call.Fixed(CudaPlan.Given.LABELS)),
                        Argument.STEP,
                        Argument.written("losses", CudaPlan.Given.LOSSES),
                        Argument.written("gradient", node.output()))
                .grid(new Grid(1, 1, 0, CudaKernel.LANES));
    }

    private static Call pool(Node node, Op.PoolGradient g) {
        TensorShape x = g.input();
        Constants constants =
                new Constants().image(x).output(node.input().shape()).window(g.of().window());
        if (g.of().kind() == Op.Pool2d.Kind.MAX) {
            return binary(node, "max_gradient", "x", constants);
        }
        return unary(
                node,
                "average_gradient",
                constants
                        .add("BOTTOM", g.of().window().bottom())
                        .add("RIGHT", g.of().window().right())
                        .add("COUNT_PAD", g.of().countIncludePad()));
    }

    private static Call scale(Node node) {
        TensorShape dy = node.input().shape();
        return Call.of("sums", "channel_sums", "of_products_" + KernelParts.of(dy))
                .constants(new Constants().flat(dy).add("PRODUCT", true))
                .arguments(
                        Argument.read("x", node.input()),
                        Argument.read("s", node.inputs().get(1)),
                        Argument.written("y", node.output()))
                .grid(Grid.channels(dy.channels()));
    }

    private static Call unary(Node node, String function, Constants constants) {
        return unary(node, PART, function, constants);
    }

    private static Call unary(Node node, String part, String function, Constants constants) {
        return Call.of(part, function, KernelParts.of(node.output().shape()))
                .constants(constants)
                .arguments(Argument.read("dy", node.input()), Argument.written("dx", node.output()))
                .grid(Grid.elements(node.output().shape().elements()));
    }

    private static Call binary(Node node, String function, String second, Constants constants) {
        return Call.of(PART, function, KernelParts.of(node.output().shape()))
                .constants(constants)
                .arguments(
                        Argument.read("dy", node.input()),
                        Argument.read(second, node.inputs().get(1)),
                        Argument.written("dx", node.output()))
                .grid(Grid.elements(node.output().shape().elements()));
    }
}
