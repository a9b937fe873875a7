package castnet.processor.graph;

import castnet.processor.graph.ShapeProblem.Rule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of shapes: for each op that a user can declare, what its inputs must be and what its output is. */
public final class ShapeRules {
    private ShapeRules() {}

    /** The reason why {@code op} cannot be applied to inputs of these shapes, if there is one. */
    public static Optional<ShapeProblem> check(Op.Forward op, List<TensorShape> inputs) {
        return Optional.ofNullable(problem(op, inputs));
    }

    /** Shape of the output. Only for inputs that {@link #check} finds no problem in. */
    public static TensorShape output(Op.Forward op, List<TensorShape> inputs) {
        TensorShape x = inputs.getFirst();
        return switch (op) {
            case Op.Conv2d conv -> windowed(conv.outChannels(), conv.window(), x);
            case Op.Linear linear -> new TensorShape(linear.outFeatures(), 1, 1);
            case Op.Pool2d pool -> windowed(x.channels(), pool.window(), x);
            case Op.GlobalAvgPool ignored -> new TensorShape(x.channels(), 1, 1);
            case Op.Reshape reshape -> reshape.to();
            case Op.Concat ignored ->
                new TensorShape(inputs.stream().mapToInt(TensorShape::channels).sum(), x.height(), x.width());
            case Op.PadChannels pad ->
                new TensorShape(pad.before() + x.channels() + pad.after(), x.height(), x.width());
            case Op.Pad pad -> windowed(x.channels(), pad.window(), x);
            case Op.Upsample up -> new TensorShape(x.channels(), x.height() * up.scale(), x.width() * up.scale());
            case Op.Subsample s -> new TensorShape(x.channels(), s.height(), s.width());
            case Op.BatchNorm ignored -> x;
            case Op.Activate ignored -> x;
            case Op.Dropout ignored -> x;
            case Op.Add ignored -> x;
            case Op.Multiply ignored -> x;
        };
    }

    private static TensorShape windowed(int channels, Window window, TensorShape x) {
        return new TensorShape(channels, window.outputHeight(x.height()), window.outputWidth(x.width()));
    }

    private static @Nullable ShapeProblem problem(Op.Forward op, List<TensorShape> inputs) {
        TensorShape x = inputs.getFirst();
        return switch (op) {
            case Op.Conv2d conv -> {
                ShapeProblem channels = groups(conv, x);
                ShapeProblem window = channels != null ? channels : window(conv.window(), x);
                yield window != null
                        ? window
                        : epilogue(conv.epilogue(), windowed(conv.outChannels(), conv.window(), x), inputs);
            }
            case Op.Linear linear -> linear(linear, x);
            case Op.BatchNorm norm -> epilogue(norm.epilogue(), x, inputs);
            case Op.Pool2d pool -> {
                ShapeProblem window = window(pool.window(), x);
                yield window != null ? window : poolPadding(pool.window());
            }
            case Op.Dropout dropout ->
                dropout.probability() >= 0 && dropout.probability() < 1
                        ? null
                        : new ShapeProblem(
                                Rule.RANGE,
                                "value",
                                "a probability of zero from 0 (inclusive) to 1 (exclusive) is expected, found "
                                        + dropout.probability());
            case Op.Add ignored -> same(inputs);
            case Op.Multiply ignored -> factors(inputs);
            case Op.Concat ignored -> sameSize(inputs);
            case Op.Reshape reshape ->
                x.elements() == reshape.to().elements()
                        ? null
                        : new ShapeProblem(
                                Rule.INPUTS,
                                "",
                                "%s has %d elements, %s has %d"
                                        .formatted(
                                                x,
                                                x.elements(),
                                                reshape.to(),
                                                reshape.to().elements()));
            case Op.Activate ignored -> null;
            case Op.GlobalAvgPool ignored -> null;
            case Op.PadChannels ignored -> null;
            case Op.Pad pad -> reflection(pad, x);
            case Op.Upsample ignored -> null;
            case Op.Subsample s -> subsample(s, x);
        };
    }

    private static @Nullable ShapeProblem groups(Op.Conv2d conv, TensorShape x) {
        if (conv.outChannels() < 1) {
            return new ShapeProblem(
                    Rule.RANGE, "out", "at least 1 output channel is expected, found " + conv.outChannels());
        }
        if (conv.groups() < 1) {
            return new ShapeProblem(Rule.RANGE, "groups", "at least 1 group is expected, found " + conv.groups());
        }
        if (x.channels() % conv.groups() != 0) {
            return new ShapeProblem(
                    Rule.GROUPS,
                    "groups",
                    "%d input channels are not divisible by %d groups".formatted(x.channels(), conv.groups()));
        }
        return conv.outChannels() % conv.groups() == 0
                ? null
                : new ShapeProblem(
                        Rule.GROUPS,
                        "groups",
                        "%d output channels are not divisible by %d groups"
                                .formatted(conv.outChannels(), conv.groups()));
    }

    private static @Nullable ShapeProblem subsample(Op.Subsample s, TensorShape x) {
        boolean fits = s.height() >= 1
                && s.width() >= 1
                && (s.height() - 1) * s.strideHeight() < x.height()
                && (s.width() - 1) * s.strideWidth() < x.width();
        return fits
                ? null
                : new ShapeProblem(
                        Rule.WINDOW,
                        "",
                        "%d×%d pixels at a distance of %d×%d do not fit into %s"
                                .formatted(s.height(), s.width(), s.strideHeight(), s.strideWidth(), x));
    }

    private static @Nullable ShapeProblem linear(Op.Linear linear, TensorShape x) {
        if (linear.outFeatures() < 1) {
            return new ShapeProblem(Rule.RANGE, "out", "at least 1 output is expected, found " + linear.outFeatures());
        }
        return x.pixels() == 1
                ? null
                : new ShapeProblem(
                        Rule.INPUTS,
                        "",
                        "a fully connected layer reads C×1×1, found %s: put @Flatten or @GlobalAvgPool before it"
                                .formatted(x));
    }

    private static @Nullable ShapeProblem window(Window w, TensorShape x) {
        if (w.kernelHeight() < 1 || w.kernelWidth() < 1) {
            return new ShapeProblem(
                    Rule.RANGE,
                    "kernel",
                    "at least 1 is expected, found %d×%d".formatted(w.kernelHeight(), w.kernelWidth()));
        }
        if (w.strideHeight() < 1 || w.strideWidth() < 1) {
            return new ShapeProblem(
                    Rule.RANGE,
                    "stride",
                    "at least 1 is expected, found %d×%d".formatted(w.strideHeight(), w.strideWidth()));
        }
        if (w.dilationHeight() < 1 || w.dilationWidth() < 1) {
            return new ShapeProblem(
                    Rule.RANGE,
                    "dilation",
                    "at least 1 is expected, found %d×%d".formatted(w.dilationHeight(), w.dilationWidth()));
        }
        if (w.top() < 0 || w.left() < 0 || w.bottom() < 0 || w.right() < 0) {
            return new ShapeProblem(Rule.RANGE, "pad", "padding cannot be negative");
        }
        if (w.outputHeight(x.height()) >= 1 && w.outputWidth(x.width()) >= 1) {
            return null;
        }
        return new ShapeProblem(
                Rule.WINDOW,
                "kernel",
                "a window of %d×%d does not fit into %d×%d (%d×%d with its padding)"
                        .formatted(
                                w.spanHeight(),
                                w.spanWidth(),
                                x.height(),
                                x.width(),
                                x.height() + w.top() + w.bottom(),
                                x.width() + w.left() + w.right()));
    }

    // A window that lies wholly in the padding has no maximum and no mean.
    private static @Nullable ShapeProblem poolPadding(Window w) {
        boolean fits = 2 * Math.max(w.top(), w.bottom()) <= w.spanHeight()
                && 2 * Math.max(w.left(), w.right()) <= w.spanWidth();
        return fits
                ? null
                : new ShapeProblem(
                        Rule.PADDING,
                        "pad",
                        "padding of a pool may be at most half of its window of %d×%d, found top %d left %d bottom %d right %d"
                                .formatted(w.spanHeight(), w.spanWidth(), w.top(), w.left(), w.bottom(), w.right()));
    }

    // Pixel 0 is the mirror; pixels 1 to side − 1 can stand on its other side.
    private static @Nullable ShapeProblem reflection(Op.Pad pad, TensorShape x) {
        boolean fits = Math.max(pad.top(), pad.bottom()) < x.height() && Math.max(pad.left(), pad.right()) < x.width();
        return fits || !pad.reflect()
                ? null
                : new ShapeProblem(
                        Rule.PADDING,
                        "value",
                        "a reflection has at most one row and column less than the map of %d×%d, found top %d left %d bottom %d right %d"
                                .formatted(x.height(), x.width(), pad.top(), pad.left(), pad.bottom(), pad.right()));
    }

    private static @Nullable ShapeProblem epilogue(Epilogue epilogue, TensorShape y, List<TensorShape> inputs) {
        int expected = epilogue.add() ? 2 : 1;
        if (inputs.size() != expected) {
            return new ShapeProblem(
                    Rule.INPUTS, "", "%d inputs are expected, found %d".formatted(expected, inputs.size()));
        }
        return expected == 1 ? null : same(List.of(y, inputs.get(1)));
    }

    private static @Nullable ShapeProblem same(List<TensorShape> inputs) {
        if (inputs.size() < 2) {
            return new ShapeProblem(Rule.INPUTS, "", "a sum needs at least 2 inputs, found " + inputs.size());
        }
        TensorShape first = inputs.getFirst();
        return inputs.stream().allMatch(first::equals)
                ? null
                : new ShapeProblem(Rule.INPUTS, "", "summands must have the same shape, found " + join(inputs));
    }

    private static @Nullable ShapeProblem factors(List<TensorShape> inputs) {
        if (inputs.size() != 2) {
            return new ShapeProblem(Rule.INPUTS, "", "a product needs 2 inputs, found " + inputs.size());
        }
        TensorShape x = inputs.getFirst();
        TensorShape factor = inputs.get(1);
        return factor.equals(x) || factor.equals(new TensorShape(x.channels(), 1, 1))
                ? null
                : new ShapeProblem(
                        Rule.INPUTS,
                        "",
                        "the second factor must be %s or %d×1×1, found %s".formatted(x, x.channels(), factor));
    }

    private static @Nullable ShapeProblem sameSize(List<TensorShape> inputs) {
        if (inputs.size() < 2) {
            return new ShapeProblem(Rule.INPUTS, "", "a concatenation needs at least 2 inputs, found " + inputs.size());
        }
        TensorShape first = inputs.getFirst();
        if (inputs.stream().mapToLong(TensorShape::channels).sum() > Integer.MAX_VALUE) {
            return new ShapeProblem(Rule.INPUTS, "", "together they have more than 2³¹ − 1 channels: " + join(inputs));
        }
        return inputs.stream().allMatch(s -> s.height() == first.height() && s.width() == first.width())
                ? null
                : new ShapeProblem(
                        Rule.INPUTS, "", "concatenated layers must have the same size, found " + join(inputs));
    }

    private static String join(List<TensorShape> shapes) {
        return String.join(" and ", shapes.stream().map(TensorShape::toString).toList());
    }
}
