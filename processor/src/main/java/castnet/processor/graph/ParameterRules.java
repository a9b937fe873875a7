package castnet.processor.graph;

import static castnet.processor.graph.ParameterRole.BETA;
import static castnet.processor.graph.ParameterRole.BIAS;
import static castnet.processor.graph.ParameterRole.GAMMA;
import static castnet.processor.graph.ParameterRole.RUNNING_MEAN;
import static castnet.processor.graph.ParameterRole.RUNNING_VARIANCE;
import static castnet.processor.graph.ParameterRole.WEIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of parameters: which roles a node has, in which order, and their shapes. */
final class ParameterRules {
    private static final List<ParameterRole> NORM = List.of(GAMMA, BETA, RUNNING_MEAN, RUNNING_VARIANCE);

    private ParameterRules() {}

    /** What is wrong with a node's parameters. */
    static List<String> problems(Node node) {
        if (!(node.op() instanceof Op.Conv2d conv) || conv.first() == null) {
            return problemsOfOne(node);
        }
        if (node.parameters().stream().filter(p -> p.role() == WEIGHT).count() != 2) {
            return List.of("the parameters of two convolutions are expected");
        }
        Product product = Product.of(node);
        return Stream.of(product.first(), product.second())
                .flatMap(n -> problemsOfOne(n).stream())
                .toList();
    }

    private static List<String> problemsOfOne(Node node) {
        List<ParameterRole> found =
                node.parameters().stream().map(Parameter::role).toList();
        List<ParameterRole> expected = roles(node.op(), found.contains(BIAS));
        if (!found.equals(expected)) {
            return List.of("parameters %s are expected, found %s".formatted(expected, found));
        }
        List<String> problems = new ArrayList<>();
        for (Parameter p : node.parameters()) {
            List<Integer> channels = List.of(channels(node));
            boolean fits =
                    p.role() == WEIGHT ? weightFits(node, p.shape()) : p.shape().equals(channels);
            if (!fits) {
                problems.add("%s has shape %s, which does not fit %s"
                        .formatted(p.key(), p.shape(), OpText.describe(node.op())));
            }
        }
        return problems;
    }

    private static List<ParameterRole> roles(Op op, boolean bias) {
        List<ParameterRole> weight = bias ? List.of(WEIGHT, BIAS) : List.of(WEIGHT);
        return switch (op) {
            case Op.Conv2d conv -> {
                List<ParameterRole> all = new ArrayList<>(weight);
                all.addAll(conv.folded() == null ? List.of() : NORM);
                yield all;
            }
            case Op.Linear ignored -> weight;
            case Op.BatchNorm ignored -> NORM;
            case Op.ConvDataGradient ignored -> List.of(WEIGHT);
            case Op.ConvWeightGradient ignored -> List.of(WEIGHT);
            case Op.ConvBiasGradient ignored -> List.of(BIAS);
            case Op.BatchNormGradient ignored -> List.of(GAMMA, BETA);
            case Op.Activate _, Op.Pool2d _, Op.GlobalAvgPool _, Op.Reshape _, Op.Dropout _, Op.Add _ -> List.of();
            case Op.Concat _, Op.PadChannels _, Op.Subsample _, Op.SoftmaxCrossEntropy _ -> List.of();
            case Op.ActivateGradient _, Op.ReluGradient _, Op.PoolGradient _, Op.GlobalAvgPoolGradient _ -> List.of();
            case Op.Multiply _, Op.ScaleGradient _, Op.Pad _, Op.PadGradient _ -> List.of();
            case Op.Upsample _, Op.UpsampleGradient _ -> List.of();
            case Op.SliceChannels _, Op.SubsampleGradient _, Op.ReshapeGradient _, Op.DropoutGradient _ -> List.of();
        };
    }

    private static int channels(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv -> conv.outChannels();
            case Op.Linear linear -> linear.outFeatures();
            default -> node.input().shape().channels();
        };
    }

    private static boolean weightFits(Node node, List<Integer> shape) {
        return switch (node.op()) {
            case Op.Conv2d conv -> convolutionFits(conv, node.input().shape(), shape);
            case Op.ConvWeightGradient g -> convolutionFits(g.of(), node.input().shape(), shape);
            case Op.ConvDataGradient g -> convolutionFits(g.of(), g.input(), shape);
            case Op.Linear linear ->
                shape.equals(List.of(linear.outFeatures(), node.input().shape().channels()));
            default -> false;
        };
    }

    // A fully connected layer that became a convolution keeps the shape of its checkpoint: [out, in], in the same
    // order.
    private static boolean convolutionFits(Op.Conv2d conv, TensorShape x, List<Integer> shape) {
        Window w = conv.window();
        int perGroup = x.channels() / conv.groups();
        return shape.equals(List.of(conv.outChannels(), perGroup, w.kernelHeight(), w.kernelWidth()))
                || (conv.groups() == 1
                        && shape.equals(List.of(conv.outChannels(), perGroup * w.kernelHeight() * w.kernelWidth())));
    }
}
