package castnet.processor.pass.analysis;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.TensorShape;

/**
 * The table of costs. Multiply-adds are counted for convolutions and fully connected layers only, as the published figures of
 * ResNets are; a bias and a batch norm are free.
 */
public final class CostEstimate {
    private CostEstimate() {}

    /** Multiply-adds of a node for one image. */
    public static long macs(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv ->
                macs(conv, node.input().shape(), node.output().shape());
            case Op.Linear linear ->
                (long) linear.outFeatures() * node.input().shape().channels();
            case Op.ConvDataGradient g -> macs(g.of(), g.input(), node.input().shape());
            case Op.ConvWeightGradient g ->
                macs(g.of(), node.input().shape(), node.inputs().get(1).shape());
            case Op.BatchNorm _, Op.Activate _, Op.Pool2d _, Op.GlobalAvgPool _, Op.Reshape _, Op.Dropout _ -> 0;
            case Op.Multiply _, Op.ScaleGradient _, Op.Pad _, Op.PadGradient _ -> 0;
            case Op.Upsample _, Op.UpsampleGradient _ -> 0;
            case Op.Add _, Op.Concat _, Op.PadChannels _, Op.Subsample _, Op.SoftmaxCrossEntropy _ -> 0;
            case Op.ConvBiasGradient _, Op.BatchNormGradient _, Op.ActivateGradient _, Op.ReluGradient _ -> 0;
            case Op.PoolGradient _, Op.GlobalAvgPoolGradient _, Op.SliceChannels _, Op.SubsampleGradient _ -> 0;
            case Op.ReshapeGradient _, Op.DropoutGradient _ -> 0;
        };
    }

    /** Multiply-adds of a graph for one image. */
    public static long macs(Graph graph) {
        return graph.nodes().stream().mapToLong(CostEstimate::macs).sum();
    }

    /** Trained parameters of a node. */
    public static long parameters(Node node) {
        return node.parameters().stream()
                .filter(p -> p.role().isTrained())
                .mapToLong(Parameter::elements)
                .sum();
    }

    /** Trained parameters of a graph, each counted once. */
    public static long parameters(Graph graph) {
        return sum(graph, true);
    }

    /** Running statistics of a graph. */
    public static long buffers(Graph graph) {
        return sum(graph, false);
    }

    private static long sum(Graph graph, boolean trained) {
        return graph.parameters().stream()
                .filter(p -> p.role().isTrained() == trained)
                .mapToLong(Parameter::elements)
                .sum();
    }

    private static long macs(Op.Conv2d conv, TensorShape x, TensorShape y) {
        long perPixel = (long) conv.outChannels() * (x.channels() / conv.groups());
        return perPixel * conv.window().kernelHeight() * conv.window().kernelWidth() * y.pixels();
    }
}
