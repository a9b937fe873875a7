package castnet.processor.graph;

import java.util.Locale;

/** The table of texts: each op in words, for dumps, comments and the summary. */
public final class OpText {
    private OpText() {}

    /** What the op does, without its shapes. */
    public static String describe(Op op) {
        return switch (op) {
            case Op.Conv2d conv -> convolution(conv);
            case Op.Linear linear -> "fully connected, " + linear.outFeatures();
            case Op.BatchNorm norm -> "batch norm" + epilogue(norm.epilogue());
            case Op.Activate activate -> function(activate.function());
            case Op.Pool2d pool -> pool(pool);
            case Op.GlobalAvgPool ignored -> "global average pool";
            case Op.Reshape reshape -> reshape.flattens() ? "flatten" : "reshape to " + reshape.to();
            case Op.Dropout dropout -> "dropout " + dropout.probability();
            case Op.Add add -> add.relu() ? "add, ReLU" : "add";
            case Op.Multiply ignored -> "multiply";
            case Op.Concat ignored -> "concat";
            case Op.PadChannels pad -> "%d zero channels before, %d after".formatted(pad.before(), pad.after());
            case Op.Pad p ->
                "%s around: top %d left %d bottom %d right %d"
                        .formatted(p.reflect() ? "reflection" : "zeros", p.top(), p.left(), p.bottom(), p.right());
            case Op.Upsample up -> (up.bilinear() ? "bilinear" : "nearest") + " upsample by " + up.scale();
            case Op.Subsample s -> "subsample " + s.strideHeight() + "×" + s.strideWidth();
            case Op.SoftmaxCrossEntropy ignored -> "softmax cross-entropy, its gradient";
            case Op.ConvDataGradient g ->
                "data gradient of " + convolution(g.of()) + (g.accumulate() ? ", added to the gradient so far" : "");
            case Op.ConvWeightGradient g -> "weight gradient of " + convolution(g.of());
            case Op.ConvBiasGradient ignored -> "bias gradient";
            case Op.BatchNormGradient g -> "gradient of batch norm" + epilogue(g.of().epilogue());
            case Op.ActivateGradient g -> "gradient of " + function(g.function());
            case Op.ReluGradient ignored -> "gradient of ReLU";
            case Op.PoolGradient g -> "gradient of " + pool(g.of());
            case Op.GlobalAvgPoolGradient ignored -> "gradient of global average pool";
            case Op.ScaleGradient ignored -> "gradient of the factor, summed over pixels";
            case Op.SliceChannels s -> "channels %d to %d".formatted(s.from(), s.from() + s.channels() - 1);
            case Op.PadGradient g -> "gradient of " + (g.of().reflect() ? "reflection" : "zeros") + " around";
            case Op.UpsampleGradient ignored -> "gradient of upsample";
            case Op.SubsampleGradient ignored -> "gradient of subsample";
            case Op.ReshapeGradient ignored -> "gradient of a reshape";
            case Op.DropoutGradient ignored -> "gradient of dropout";
        };
    }

    /** A number with its thousands separated, the same in every locale. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String convolution(Op.Conv2d conv) {
        String groups = conv.groups() == 1 ? "" : ", " + conv.groups() + " groups";
        String norm = conv.folded() == null ? "" : ", + batch norm";
        String first = conv.first() == null ? "" : ", product of two";
        Window w = conv.window();
        String size = w.kernelHeight() + "×" + w.kernelWidth();
        return size + " convolution" + w.describe().substring(size.length()) + groups + first + norm
                + epilogue(conv.epilogue());
    }

    private static String epilogue(Epilogue epilogue) {
        return (epilogue.add() ? ", + residual" : "") + (epilogue.relu() ? ", ReLU" : "");
    }

    private static String pool(Op.Pool2d pool) {
        String kind = pool.kind() == Op.Pool2d.Kind.MAX ? "max pool " : "average pool ";
        return kind + pool.window().describe() + (pool.countIncludePad() ? ", padding counts" : "");
    }

    private static String function(Activation function) {
        return switch (function.kind()) {
            case RELU -> "ReLU";
            case LEAKY_RELU, ELU, SCALE ->
                "%s %s".formatted(function.kind().name().toLowerCase(Locale.ROOT), function.alpha());
            default -> function.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
