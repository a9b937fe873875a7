package castnet.processor.plan;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import java.util.List;

/**
 * The table of aliasing: which inputs' memory an output may take over, best first. An input stands here if the kernel reads each
 * of its elements for the last time before it writes the output's element of the same position.
 */
final class InPlace {
    private InPlace() {}

    /** Positions of inputs, for output {@code output} of a node. */
    static List<Integer> candidates(Node node, int output) {
        return switch (node.op()) {
            // The residual; the convolved input is read by other pixels.
            case Op.Conv2d conv -> conv.epilogue().add() ? List.of(1) : List.of();
            case Op.BatchNorm norm -> norm.epilogue().add() ? List.of(1, 0) : List.of(0);
            case Op.Activate _, Op.Dropout _, Op.ReluGradient _, Op.DropoutGradient _ -> List.of(0);
            case Op.ActivateGradient _ -> List.of(0, 1);
            // A third summand is added to the sum of the first two.
            case Op.Add _ -> List.of(0, 1);
            case Op.Multiply _ -> sameShapes(node) ? List.of(0, 1) : List.of(0);
            case Op.ConvDataGradient g -> g.accumulate() ? List.of(1) : List.of();
            // dx takes the memory of x, so that the residual's gradient can take that of dy.
            case Op.BatchNormGradient g -> output == 0 ? List.of(1, 0) : List.of(0);
            case Op.Linear _, Op.Pool2d _, Op.GlobalAvgPool _, Op.Reshape _, Op.Concat _, Op.PadChannels _ -> List.of();
            case Op.Subsample _, Op.SoftmaxCrossEntropy _, Op.ConvWeightGradient _, Op.ConvBiasGradient _ -> List.of();
            case Op.PoolGradient _, Op.GlobalAvgPoolGradient _, Op.SliceChannels _ -> List.of();
            case Op.Pad _, Op.PadGradient _, Op.Upsample _, Op.UpsampleGradient _ -> List.of();
            case Op.ScaleGradient _, Op.SubsampleGradient _, Op.ReshapeGradient _ -> List.of();
        };
    }

    /** Whether a kernel reads an input at other positions than the one it writes. */
    static boolean readsElsewhere(Node node, int input) {
        return switch (node.op()) {
            case Op.Conv2d _, Op.ConvDataGradient _ -> input == 0;
            case Op.Add _ -> input > 1;
            case Op.Multiply _ -> input == 1 && !sameShapes(node);
            default -> false;
        };
    }

    private static boolean sameShapes(Node product) {
        return product.inputs().get(1).shape().equals(product.input().shape());
    }
}
