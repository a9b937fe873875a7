package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.graph.Activation;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lowers the annotations of one layer method, in their order: each reads what the one before made. */
final class LayerLowering {
    private final LayerBuilder builder;
    private final Defaults defaults;
    private final ResidualLowering residual;
    private final BlockLowering blocks;
    private final String scope;

    /** @param scope what all names begin with: empty in a network, the block's name and a dot in a block */
    LayerLowering(LayerBuilder builder, Defaults defaults, StageStrides strides, String scope) {
        this.builder = builder;
        this.defaults = defaults;
        this.residual = new ResidualLowering(builder, defaults, strides);
        this.blocks = new BlockLowering(builder, defaults);
        this.scope = scope;
    }

    /** The layer's output, or null if something is wrong with it, which was found. */
    @Nullable
    Value lower(LayerDeclaration layer, List<Value> inputs) {
        try {
            Value output = lowerInside(layer, inputs);
            builder.histories().close(layer, inputs.getFirst(), output);
            return output;
        } catch (LayerBuilder.Broken broken) {
            builder.findings().add(broken.finding());
            return null;
        }
    }

    /** As {@link #lower}, of a layer of a block. */
    Value lowerInside(LayerDeclaration layer, List<Value> inputs) {
        List<Value> current = inputs;
        for (Attributes a : layer.annotations()) {
            requireCount(layer, a, current.size());
            current = List.of(lower(layer, a, current));
        }
        return current.getFirst();
    }

    private Value lower(LayerDeclaration layer, Attributes a, List<Value> inputs) {
        if (a.block().isPresent()) {
            return blocks.lower(scope, layer.name(), a, inputs);
        }
        Value x = inputs.getFirst();
        return switch (a.annotation()) {
            case "Conv" -> {
                Op.Conv2d op = new Op.Conv2d(a.integer("out"), Windows.of(a, x.shape()), a.integer("groups"));
                yield builder.conv(name(layer, a), op, a.flag("bias"), defaults.initializer(), x, a.origin());
            }
            case "Linear" ->
                builder.linear(name(layer, a), new Op.Linear(a.integer("out")), a.flag("bias"), x, a.origin());
            case "BatchNorm" -> {
                Op.BatchNorm norm = new Op.BatchNorm(
                        a.isWritten("epsilon") ? a.number("epsilon") : defaults.epsilon(),
                        a.isWritten("momentum") ? a.number("momentum") : defaults.momentum());
                yield builder.norm(normName(layer, a), norm, false, x, a.origin());
            }
            case "BasicBlock", "Bottleneck" -> residual.lower(scope + layer.name(), a, x);
            case "Pad" -> padded(operationName(layer, a), a, x);
            default -> builder.add(operationName(layer, a), operation(a, x), inputs, a.origin());
        };
    }

    private static Op.Forward operation(Attributes a, Value x) {
        return switch (a.annotation()) {
            case "Relu" -> new Op.Activate(Activation.RELU);
            case "Activation" -> new Op.Activate(activation(a));
            case "MaxPool" -> new Op.Pool2d(Op.Pool2d.Kind.MAX, Windows.of(a, x.shape()), false);
            case "AvgPool" ->
                new Op.Pool2d(Op.Pool2d.Kind.AVERAGE, Windows.of(a, x.shape()), a.flag("countIncludePad"));
            case "GlobalAvgPool" -> new Op.GlobalAvgPool();
            case "Flatten" -> Op.Reshape.flat(x.shape());
            case "Reshape" -> new Op.Reshape(shape(a, x.shape()));
            case "Dropout" -> new Op.Dropout(a.number("value"));
            case "Add" -> new Op.Add(false);
            case "Upsample" ->
                new Op.Upsample(a.integer("scale"), a.text("mode").equals("BILINEAR"));
            case "Multiply" -> new Op.Multiply();
            case "Concat" -> new Op.Concat();
            default -> throw new IllegalStateException("no layer: @" + a.annotation());
        };
    }

    /** Pixels around, then channels before and behind, of which one at least is asked for. */
    private Value padded(String name, Attributes a, Value x) {
        List<Integer> channels = a.integers("channels");
        Op.PadChannels zeros = new Op.PadChannels(channels.getFirst(), channels.getLast());
        boolean alone = a.integers("value").stream().allMatch(side -> side == 0);
        Value around = alone ? x : builder.add(name, pad(a), List.of(x), a.origin());
        if (zeros.before() + zeros.after() == 0) {
            return around;
        }
        return builder.add(alone ? name : name + ".channels", zeros, List.of(around), a.origin());
    }

    private static Op.Pad pad(Attributes a) {
        List<Integer> sides = a.integers("value");
        boolean reflect = a.text("mode").equals("REFLECT");
        int top = sides.getFirst();
        int left = sides.size() == 1 ? top : sides.get(1);
        boolean each = sides.size() == 4;
        return new Op.Pad(top, left, each ? sides.get(2) : top, each ? sides.get(3) : left, reflect);
    }

    /** The sides that are given, and whatever is left for the one that is not. */
    private static TensorShape shape(Attributes a, TensorShape x) {
        int channels = a.integer("channels");
        int height = a.integer("height");
        int width = a.integer("width");
        long given =
                Math.multiplyExact(Math.max(channels, 1), Math.multiplyFull(Math.max(height, 1), Math.max(width, 1)));
        int left = Math.toIntExact(Math.clamp(x.elements() / given, 1, Integer.MAX_VALUE));
        return new TensorShape(channels == 0 ? left : channels, height == 0 ? left : height, width == 0 ? left : width);
    }

    private static Activation activation(Attributes a) {
        Activation.Kind kind = Activation.Kind.valueOf(a.text("value"));
        double alpha = a.number("alpha");
        double byDefault = switch (kind) {
            case LEAKY_RELU -> 0.01;
            case ELU -> 1;
            default -> 0;
        };
        return new Activation(kind, Double.isNaN(alpha) ? byDefault : alpha);
    }

    private static void requireCount(LayerDeclaration layer, Attributes a, int inputs) {
        if (a.block().isPresent()) {
            requireInputs(a, a.block().get().inputs(), inputs);
            return;
        }
        boolean product = a.annotation().equals("Multiply");
        boolean several =
                product || a.annotation().equals("Add") || a.annotation().equals("Concat");
        if (several ? inputs == 2 || (inputs > 2 && !product) : inputs == 1) {
            return;
        }
        String expected = product ? "two layers" : several ? "two or more layers" : "one layer";
        String cure = several
                ? "name them as parameters, Tensor %s(Tensor left, Tensor right)".formatted(layer.name())
                : "join several with @Add or @Concat first";
        throw new LayerBuilder.Broken(FindingId.INPUT_COUNT.at(a.origin(), a.annotation(), expected, inputs, cure));
    }

    private static void requireInputs(Attributes block, int expected, int found) {
        if (expected != found) {
            String layers = expected == 1 ? "one layer" : expected + " layers";
            throw new LayerBuilder.Broken(FindingId.INPUT_COUNT.at(
                    block.origin(), block.shown(), layers, found, "its body names input, input2, … so many"));
        }
    }

    private String name(LayerDeclaration layer, Attributes a) {
        return scope + (a.text("name").isEmpty() ? layer.name() : a.text("name"));
    }

    // torchvision's habit: conv1 and bn1.
    private String normName(LayerDeclaration layer, Attributes a) {
        return scope + normNameInside(layer, a);
    }

    private static String normNameInside(LayerDeclaration layer, Attributes a) {
        if (!a.text("name").isEmpty()) {
            return a.text("name");
        }
        boolean alone = layer.annotations().stream()
                .noneMatch(other ->
                        other.annotation().equals("Conv") || other.annotation().equals("Linear"));
        if (alone) {
            return layer.name();
        }
        return layer.name().contains("conv") ? layer.name().replace("conv", "bn") : layer.name() + "_bn";
    }

    private String operationName(LayerDeclaration layer, Attributes a) {
        String annotation = a.annotation();
        return scope
                + (layer.annotations().size() == 1
                        ? layer.name()
                        : layer.name() + "." + Character.toLowerCase(annotation.charAt(0)) + annotation.substring(1));
    }
}
