package castnet.processor.declaration;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.graph.Activation;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lowers the annotations of one layer method, in their order: each reads what the one before made. */
final class LayerLowering {
    private final LayerBuilder builder;
    private final Defaults defaults;
    private final ResidualLowering residual;

    LayerLowering(LayerBuilder builder, Defaults defaults, StageStrides strides) {
        this.builder = builder;
        this.defaults = defaults;
        this.residual = new ResidualLowering(builder, defaults, strides);
    }

    /** The layer's output, or null if something is wrong with it, which was found. */
    @Nullable Value lower(LayerDeclaration layer, List<Value> inputs) {
        try {
            List<Value> current = inputs;
            for (int i = 0; i < layer.annotations().size(); i++) {
                Attributes a = layer.annotations().get(i);
                requireCount(layer, a, current.size());
                warn(layer, i);
                current = List.of(lower(layer, a, current));
            }
            return current.getFirst();
        } catch (LayerBuilder.Broken broken) {
            builder.findings().add(broken.finding());
            return null;
        }
    }

    private Value lower(LayerDeclaration layer, Attributes a, List<Value> inputs) {
        Value x = inputs.getFirst();
        return switch (a.annotation()) {
            case "Conv" -> conv(layer, a, x);
            case "Linear" -> {
                requirePositive(a, "out");
                yield builder.linear(name(layer, a), new Op.Linear(a.integer("out")), a.flag("bias"), x, a.origin());
            }
            case "BatchNorm" -> {
                Op.BatchNorm norm = new Op.BatchNorm(
                        a.isWritten("epsilon") ? a.number("epsilon") : defaults.epsilon(),
                        a.isWritten("momentum") ? a.number("momentum") : defaults.momentum());
                requireNorm(a, norm);
                yield builder.norm(normName(layer, a), norm, false, x, a.origin());
            }
            case "BasicBlock", "Bottleneck" -> residual.lower(layer.name(), a, x);
            default -> builder.add(operationName(layer, a), operation(a, x), inputs, a.origin());
        };
    }

    private Value conv(LayerDeclaration layer, Attributes a, Value x) {
        requirePositive(a, "out");
        Op.Conv2d op = new Op.Conv2d(a.integer("out"), Windows.of(a, x.shape()), a.integer("groups"));
        return builder.conv(name(layer, a), op, a.flag("bias"), defaults.initializer(), x, a.origin());
    }

    private static Op.Forward operation(Attributes a, Value x) {
        return switch (a.annotation()) {
            case "Relu" -> new Op.Activate(Activation.RELU);
            case "Activation" -> new Op.Activate(activation(a));
            case "MaxPool" -> new Op.Pool2d(Op.Pool2d.Kind.MAX, Windows.of(a, x.shape()), false);
            case "AvgPool" -> average(a, Windows.of(a, x.shape()));
            case "GlobalAvgPool" -> new Op.GlobalAvgPool();
            case "Flatten" -> new Op.Flatten();
            case "Dropout" -> new Op.Dropout(a.number("value"));
            case "Add" -> new Op.Add(false);
            case "Concat" -> new Op.Concat();
            default ->
                throw new LayerBuilder.Broken(new Finding(
                        FindingId.LAYER_METHOD, a.origin(), "@" + a.annotation() + " is not an annotation of a layer"));
        };
    }

    private static Op.Pool2d average(Attributes a, Window window) {
        return new Op.Pool2d(Op.Pool2d.Kind.AVERAGE, window, a.flag("countIncludePad"));
    }

    private static Activation activation(Attributes a) {
        Activation.Kind kind = Activation.Kind.valueOf(a.text("value"));
        double alpha = a.number("alpha");
        if (Double.isInfinite(alpha)) {
            throw Windows.broken(a, "alpha", "a finite number is expected");
        }
        double byDefault =
                switch (kind) {
                    case LEAKY_RELU -> 0.01;
                    case ELU -> 1;
                    default -> 0;
                };
        return new Activation(kind, Double.isNaN(alpha) ? byDefault : alpha);
    }

    private static void requireCount(LayerDeclaration layer, Attributes a, int inputs) {
        boolean many = a.annotation().equals("Add") || a.annotation().equals("Concat");
        if (many ? inputs >= 2 : inputs == 1) {
            return;
        }
        String expected = many
                ? "reads two or more layers: name them as parameters, Tensor %s(Tensor left, Tensor right)"
                        .formatted(layer.name())
                : "reads one layer: join several with @Add or @Concat first";
        throw new LayerBuilder.Broken(new Finding(
                FindingId.INPUT_COUNT, a.origin(), "@%s %s; found %d".formatted(a.annotation(), expected, inputs)));
    }

    private static void requirePositive(Attributes a, String attribute) {
        if (a.integer(attribute) < 1 || a.integer(attribute) > 1 << 24) {
            throw Windows.broken(
                    a, attribute, "a number from 1 to 16777216 is expected, found " + a.integer(attribute));
        }
    }

    private static void requireNorm(Attributes a, Op.BatchNorm norm) {
        if (!(norm.epsilon() > 0 && norm.epsilon() < 1)) {
            throw Windows.broken(a, "epsilon", "a number between 0 and 1 is expected, found " + norm.epsilon());
        }
        if (!(norm.momentum() >= 0 && norm.momentum() <= 1)) {
            throw Windows.broken(a, "momentum", "a number from 0 to 1 is expected, found " + norm.momentum());
        }
    }

    private void warn(LayerDeclaration layer, int index) {
        Attributes a = layer.annotations().get(index);
        Optional<Attributes> next = index + 1 < layer.annotations().size()
                ? Optional.of(layer.annotations().get(index + 1))
                : Optional.empty();
        String following = next.map(Attributes::annotation).orElse("");
        if (a.annotation().equals("Conv") && a.flag("bias") && following.equals("BatchNorm")) {
            builder.findings()
                    .add(
                            FindingId.REDUNDANT_BIAS,
                            a.at("bias"),
                            "%s has a bias, which the batch norm behind it takes away again: leave it out"
                                    .formatted(layer.name()));
        }
        if (a.annotation().equals("Relu") && following.equals("Relu")) {
            builder.findings()
                    .add(FindingId.NO_EFFECT, next.orElseThrow().origin(), layer.name() + ": a second @Relu changes nothing");
        }
        if (a.annotation().equals("Dropout") && a.number("value") == 0) {
            builder.findings().add(FindingId.NO_EFFECT, a.at("value"), layer.name() + ": dropout of 0 changes nothing");
        }
    }

    private static String name(LayerDeclaration layer, Attributes a) {
        return a.text("name").isEmpty() ? layer.name() : a.text("name");
    }

    // torchvision's habit: conv1 and bn1.
    private static String normName(LayerDeclaration layer, Attributes a) {
        if (!a.text("name").isEmpty()) {
            return a.text("name");
        }
        boolean alone = layer.annotations().stream()
                .noneMatch(other -> other.annotation().equals("Conv") || other.annotation().equals("Linear"));
        if (alone) {
            return layer.name();
        }
        return layer.name().contains("conv") ? layer.name().replace("conv", "bn") : layer.name() + "_bn";
    }

    private static String operationName(LayerDeclaration layer, Attributes a) {
        boolean alone = layer.annotations().size() == 1;
        return alone ? layer.name() : layer.name() + "." + Character.toLowerCase(a.annotation().charAt(0)) + a.annotation().substring(1);
    }
}
