package castnet.processor.graph;

import java.util.ArrayList;
import java.util.List;

/** The table of shapes for the ops that only a training graph has. */
final class TrainingShapeRules {
    private TrainingShapeRules() {}

    /** What is wrong with inputs of these shapes (never empty); no entries if nothing is. */
    static List<String> problems(Op.Training op, List<TensorShape> inputs) {
        List<String> problems = new ArrayList<>();
        int expected = arity(op);
        if (inputs.size() != expected) {
            return List.of("%d inputs are expected, found %d".formatted(expected, inputs.size()));
        }
        TensorShape dy = inputs.getFirst();
        switch (op) {
            case Op.SoftmaxCrossEntropy ignored -> require(problems, dy.pixels() == 1, "logits of C×1×1", dy);
            case Op.ConvDataGradient g -> {
                same(problems, forward(withoutEpilogue(g.of()), g.input()), dy);
                if (g.accumulate()) {
                    same(problems, g.input(), inputs.get(1));
                }
            }
            case Op.ConvWeightGradient g -> same(problems, forward(withoutEpilogue(g.of()), dy), inputs.get(1));
            case Op.BatchNormGradient ignored -> inputs.forEach(s -> same(problems, dy, s));
            case Op.ActivateGradient ignored -> same(problems, dy, inputs.get(1));
            case Op.ReluGradient ignored -> same(problems, dy, inputs.get(1));
            case Op.PoolGradient g -> {
                same(problems, forward(g.of(), g.input()), dy);
                if (inputs.size() > 1) {
                    same(problems, g.input(), inputs.get(1));
                }
            }
            case Op.GlobalAvgPoolGradient g -> same(problems, forward(new Op.GlobalAvgPool(), g.input()), dy);
            case Op.ScaleGradient ignored -> same(problems, dy, inputs.get(1));
            case Op.SliceChannels s ->
                require(problems, s.from() >= 0 && s.from() + s.channels() <= dy.channels(), "that many channels", dy);
            case Op.PadGradient g -> same(problems, forward(g.of(), g.input()), dy);
            case Op.UpsampleGradient g -> same(problems, forward(g.of(), g.input()), dy);
            case Op.SubsampleGradient g -> same(problems, forward(g.of(), g.input()), dy);
            case Op.ReshapeGradient g ->
                require(problems, g.input().elements() == dy.elements(), "that many elements", dy);
            case Op.ConvBiasGradient ignored -> {}
            case Op.DropoutGradient ignored -> {}
        }
        return problems;
    }

    /** Shapes of the outputs. Only for inputs that {@link #problems} finds nothing in. */
    static List<TensorShape> outputs(Op.Training op, List<TensorShape> inputs) {
        TensorShape dy = inputs.getFirst();
        return switch (op) {
            case Op.SoftmaxCrossEntropy ignored -> List.of(dy);
            case Op.ConvDataGradient g -> List.of(g.input());
            case Op.ConvWeightGradient ignored -> List.of();
            case Op.ConvBiasGradient ignored -> List.of();
            case Op.BatchNormGradient g -> {
                Epilogue epilogue = g.of().epilogue();
                yield epilogue.add() && epilogue.relu() ? List.of(dy, dy) : List.of(dy);
            }
            case Op.ActivateGradient ignored -> List.of(dy);
            case Op.ReluGradient ignored -> List.of(dy);
            case Op.PoolGradient g -> List.of(g.input());
            case Op.GlobalAvgPoolGradient g -> List.of(g.input());
            case Op.ScaleGradient ignored -> List.of(new TensorShape(dy.channels(), 1, 1));
            case Op.SliceChannels s -> List.of(new TensorShape(s.channels(), dy.height(), dy.width()));
            case Op.PadGradient g -> List.of(g.input());
            case Op.UpsampleGradient g -> List.of(g.input());
            case Op.SubsampleGradient g -> List.of(g.input());
            case Op.ReshapeGradient g -> List.of(g.input());
            case Op.DropoutGradient ignored -> List.of(dy);
        };
    }

    private static int arity(Op.Training op) {
        return switch (op) {
            case Op.ConvDataGradient g -> g.accumulate() ? 2 : 1;
            case Op.ConvWeightGradient ignored -> 2;
            case Op.BatchNormGradient g -> g.of().epilogue().relu() ? 3 : 2;
            case Op.ActivateGradient ignored -> 2;
            case Op.ReluGradient ignored -> 2;
            case Op.ScaleGradient ignored -> 2;
            case Op.PoolGradient g -> g.of().kind() == Op.Pool2d.Kind.MAX ? 2 : 1;
            case Op.SoftmaxCrossEntropy ignored -> 1;
            case Op.ConvBiasGradient ignored -> 1;
            case Op.GlobalAvgPoolGradient ignored -> 1;
            case Op.SliceChannels ignored -> 1;
            case Op.PadGradient ignored -> 1;
            case Op.UpsampleGradient ignored -> 1;
            case Op.SubsampleGradient ignored -> 1;
            case Op.ReshapeGradient ignored -> 1;
            case Op.DropoutGradient ignored -> 1;
        };
    }

    private static Op.Conv2d withoutEpilogue(Op.Conv2d conv) {
        return new Op.Conv2d(conv.outChannels(), conv.window(), conv.groups());
    }

    private static TensorShape forward(Op.Forward op, TensorShape input) {
        return ShapeRules.output(op, List.of(input));
    }

    private static void same(List<String> problems, TensorShape expected, TensorShape found) {
        require(problems, expected.equals(found), expected.toString(), found);
    }

    private static void require(List<String> problems, boolean holds, String expected, TensorShape found) {
        if (!holds) {
            problems.add("%s is expected, found %s".formatted(expected, found));
        }
    }
}
