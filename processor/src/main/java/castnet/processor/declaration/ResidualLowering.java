package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Origin;
import castnet.processor.graph.Activation;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.List;

/**
 * Lowers a stage of residual blocks (He et al. 2015; pre-activation: He et al. 2016), with torchvision's names. A block's
 * shortcut changes where its stride is not 1 or its channels change, torchvision's rule.
 */
final class ResidualLowering {
    private final LayerBuilder builder;
    private final Defaults defaults;
    private final StageStrides strides;

    ResidualLowering(LayerBuilder builder, Defaults defaults, StageStrides strides) {
        this.builder = builder;
        this.defaults = defaults;
        this.strides = strides;
    }

    /**
     * One block.
     *
     * @param stride that it declares
     * @param trailing stride on its last 3×3, given to it by the stage behind it
     */
    private record Block(String name, int width, int out, int stride, int trailing) {}

    Value lower(String stage, Attributes a, Value x) {
        int repeat = a.integer("repeat");
        boolean preActivation = defaults.residual().preActivation(a);
        if (preActivation && defaults.residual().zeroGamma().value()) {
            throw new LayerBuilder.Broken(FindingId.ATTRIBUTE.at(
                    defaults.residual().zeroGamma().origin(),
                    "Residual",
                    "zeroGamma",
                    "a γ of 0 before the last ReLU of a pre-activated block would stay 0: its gradient is 0 too"));
        }
        boolean bottleneck = a.annotation().equals("Bottleneck");
        int width = bottleneck ? (int) AttributeRules.middle(a) : a.integer("width");
        int out = bottleneck ? a.integer("width") * a.integer("expansion") : width;
        int stride = strides.given().contains(stage) ? 1 : a.integer("stride");
        Value y = x;
        for (int b = 0; b < repeat; b++) {
            int trailing = b == repeat - 1 ? strides.trailing().getOrDefault(stage, 1) : 1;
            Block block = new Block(stage + "." + b, width, out, b == 0 ? stride : 1, trailing);
            y = preActivation ? preActivated(block, a, y) : postActivated(block, a, y);
        }
        return y;
    }

    private Value postActivated(Block block, Attributes a, Value x) {
        Origin origin = a.origin();
        boolean bottleneck = a.annotation().equals("Bottleneck");
        Value y = x;
        int convolutions = bottleneck ? 3 : 2;
        for (int i = 1; i <= convolutions; i++) {
            y = convolution(block, a, i, y);
            boolean last = i == convolutions;
            y = norm(
                    block.name() + ".bn" + i,
                    last && defaults.residual().zeroGamma().value(),
                    y,
                    origin);
            y = last ? y : relu(block.name() + ".relu" + i, y, origin);
        }
        y = excite(block, a, y);
        Value shortcut = shortcut(block, a, x, x, true);
        Value sum = sum(block, y, shortcut, origin);
        return relu(block.name() + ".relu", sum, origin);
    }

    // The first batch norm and ReLU are shared by both branches where the shortcut is a projection.
    private Value preActivated(Block block, Attributes a, Value x) {
        Origin origin = a.origin();
        int convolutions = a.annotation().equals("Bottleneck") ? 3 : 2;
        Value activated = relu(block.name() + ".relu1", norm(block.name() + ".bn1", false, x, origin), origin);
        Value y = activated;
        for (int i = 1; i <= convolutions; i++) {
            if (i > 1) {
                y = norm(block.name() + ".bn" + i, false, y, origin);
                y = relu(block.name() + ".relu" + i, y, origin);
            }
            y = convolution(block, a, i, y);
        }
        y = excite(block, a, y);
        return sum(block, y, shortcut(block, a, x, activated, false), origin);
    }

    /** Squeeze-and-excite, where it is asked for. */
    private Value excite(Block block, Attributes a, Value x) {
        int reduction = a.integer("squeezeExcite");
        if (reduction == 0) {
            return x;
        }
        String name = block.name() + ".se.";
        Origin origin = a.origin();
        Window pixel = Window.square(1, 1, 0);
        int channels = x.shape().channels();
        int between = Math.max(8, (channels / reduction + 4) / 8 * 8);
        Value gate = builder.add(name + "squeeze", new Op.GlobalAvgPool(), List.of(x), origin);
        gate = builder.conv(name + "fc1", new Op.Conv2d(between, pixel, 1), true, defaults.initializer(), gate, origin);
        gate = relu(name + "relu", gate, origin);
        gate = builder.conv(
                name + "fc2", new Op.Conv2d(channels, pixel, 1), true, defaults.initializer(), gate, origin);
        Activation sigmoid = new Activation(Activation.Kind.SIGMOID, 0);
        gate = builder.add(name + "gate", new Op.Activate(sigmoid), List.of(gate), origin);
        return builder.add(name + "excite", new Op.Multiply(), List.of(x, gate), origin);
    }

    /** Convolution {@code i} of the block, from 1. */
    private Value convolution(Block block, Attributes a, int i, Value x) {
        String name = block.name() + ".conv" + i;
        if (!a.annotation().equals("Bottleneck")) {
            int stride = i == 1 ? block.stride() : block.trailing();
            Op.Conv2d op = new Op.Conv2d(block.out(), Window.square(3, stride, 1), 1);
            return conv(name, op, hasBias(i == 2, 3), x, a.origin());
        }
        boolean onFirst = defaults.residual().at(a).value().equals("CONV1x1");
        return switch (i) {
            case 1 -> {
                Window window = Window.square(1, onFirst ? block.stride() : 1, 0);
                yield conv(name, new Op.Conv2d(block.width(), window, 1), hasBias(false, 1), x, a.origin());
            }
            case 2 -> {
                Window window = Window.square(3, (onFirst ? 1 : block.stride()) * block.trailing(), 1);
                Op.Conv2d op = new Op.Conv2d(block.width(), window, a.integer("groups"));
                yield conv(name, op, hasBias(false, 3), x, a.origin());
            }
            default -> {
                Op.Conv2d op = new Op.Conv2d(block.out(), Window.square(1, 1, 0), 1);
                yield conv(name, op, hasBias(true, 1), x, a.origin());
            }
        };
    }

    /**
     * What is added to the block's output.
     *
     * @param x the block's input, for a shortcut without weights
     * @param projected what a projection reads
     * @param withNorm whether a batch norm follows a projection
     */
    private Value shortcut(Block block, Attributes a, Value x, Value projected, boolean withNorm) {
        int stride = block.stride() * block.trailing();
        boolean changesChannels = x.shape().channels() != block.out();
        boolean onlyTrailing = !changesChannels && block.stride() == 1;
        String kind = defaults.residual().shortcut(a).value();
        boolean always = kind.equals("PROJECTION_ALWAYS");
        if (stride == 1 && !changesChannels && !always) {
            return x;
        }
        return switch (kind) {
            case "ZERO_PAD" -> zeroPad(block, a, x, stride, false);
            case "ZERO_PAD_BOTH" -> zeroPad(block, a, x, stride, true);
            case "AVG_POOL", "MAX_POOL" -> {
                boolean max = kind.equals("MAX_POOL");
                Value source = onlyTrailing ? x : projected;
                Value pooled = stride == 1 ? source : pool(block, max, stride, source, a.origin());
                yield onlyTrailing ? pooled : projection(block, 1, 1, pooled, withNorm, a.origin());
            }
            case "SUBSAMPLE" ->
                changesChannels
                        ? projection(block, stride, 0, projected, withNorm, a.origin())
                        : subsample(block, stride, x, a.origin());
            default ->
                onlyTrailing && !always
                        ? subsample(block, stride, x, a.origin())
                        : projection(block, stride, 0, projected, withNorm, a.origin());
        };
    }

    /** 1×1 convolution [and batch norm]; {@code index} is the convolution's place in torchvision's or timm's Sequential. */
    private Value projection(Block block, int stride, int index, Value x, boolean withNorm, Origin origin) {
        String name = block.name() + ".downsample.";
        String biases = defaults.residual().convBias().value();
        boolean bias = biases.equals("ALL") || biases.equals("SUMMANDS");
        Value y = conv(name + index, new Op.Conv2d(block.out(), Window.square(1, stride, 0), 1), bias, x, origin);
        return withNorm ? norm(name + (index + 1), false, y, origin) : y;
    }

    private Value zeroPad(Block block, Attributes a, Value x, int stride, boolean both) {
        int missing = block.out() - x.shape().channels();
        if (missing < 0) {
            throw new LayerBuilder.Broken(FindingId.SHAPE_MISMATCH.at(
                    defaults.residual().shortcut(a).origin(),
                    block.name(),
                    "a shortcut that pads with zeros cannot take channels away: %d are to become %d"
                            .formatted(x.shape().channels(), block.out())));
        }
        Value y = stride == 1 ? x : subsample(block, stride, x, a.origin());
        int before = both ? missing / 2 : 0;
        return missing == 0
                ? y
                : builder.add(
                        block.name() + ".shortcut.pad",
                        new Op.PadChannels(before, missing - before),
                        List.of(y),
                        a.origin());
    }

    private Value subsample(Block block, int stride, Value x, Origin origin) {
        return builder.add(
                block.name() + ".shortcut.subsample", Op.Subsample.of(x.shape(), stride, stride), List.of(x), origin);
    }

    private Value pool(Block block, boolean max, int stride, Value x, Origin origin) {
        Window window = new Window(stride, stride, stride, stride, 0, 0, 0, 0, 1, 1, true);
        Op.Pool2d.Kind kind = max ? Op.Pool2d.Kind.MAX : Op.Pool2d.Kind.AVERAGE;
        return builder.add(block.name() + ".downsample.0", new Op.Pool2d(kind, window, false), List.of(x), origin);
    }

    private Value sum(Block block, Value y, Value shortcut, Origin origin) {
        return builder.add(block.name() + ".add", new Op.Add(false), List.of(y, shortcut), origin);
    }

    private Value conv(String name, Op.Conv2d op, boolean bias, Value x, Origin origin) {
        return builder.conv(name, op, bias, defaults.initializer(), x, origin);
    }

    /** Whether a convolution of the branch, not the projection, has a bias. */
    private boolean hasBias(boolean last, int kernel) {
        return switch (defaults.residual().convBias().value()) {
            case "ALL" -> true;
            case "BRANCH_1x1" -> kernel == 1;
            case "SUMMANDS" -> last;
            default -> false;
        };
    }

    private Value norm(String name, boolean zeroGamma, Value x, Origin origin) {
        return builder.norm(name, new Op.BatchNorm(defaults.epsilon(), defaults.momentum()), zeroGamma, x, origin);
    }

    private Value relu(String name, Value x, Origin origin) {
        return builder.add(name, new Op.Activate(Activation.RELU), List.of(x), origin);
    }
}
