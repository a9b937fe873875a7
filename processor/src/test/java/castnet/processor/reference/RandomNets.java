package castnet.processor.reference;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Graphs with branches, drawn at random: for properties that hold for every network. */
public final class RandomNets {
    private static final List<Activation.Kind> KINDS = List.of(Activation.Kind.values());

    private final RandomGenerator random;
    private final NetBuilder b;
    private final List<Value> values = new ArrayList<>();

    private RandomNets(RandomGenerator random) {
        this.random = random;
        b = new NetBuilder("Random", 1 + random.nextInt(20), 5 + random.nextInt(8), 5 + random.nextInt(8));
        values.add(b.input());
    }

    /** A network with logits. */
    public static Graph draw(RandomGenerator random) {
        RandomNets net = new RandomNets(random);
        int layers = 3 + random.nextInt(25);
        for (int i = 0; i < layers; i++) {
            net.values.add(net.layer("n" + i));
        }
        Value pooled = net.b.add("gap", new Op.GlobalAvgPool(), net.values.getLast());
        return net.b.build(net.b.linear("fc", pooled, 2 + random.nextInt(20)));
    }

    private Value layer(String name) {
        // Mostly the newest value, so that nets get deep; sometimes an old one, so that they get branches.
        Value x = random.nextInt(4) > 0 ? values.getLast() : values.get(random.nextInt(values.size()));
        return switch (random.nextInt(13)) {
            case 0, 1 -> convolution(name, x);
            // Some channels hardly vary: with the usual epsilon their rounding errors would be all that is left.
            case 2, 3 -> b.norm(name, x, 0.01);
            case 4 -> b.relu(name, x);
            case 5 -> b.activate(name, x, new Activation(KINDS.get(random.nextInt(KINDS.size())), 0.1));
            case 6, 7, 8 -> sum(name, x);
            case 9 -> b.add(name, new Op.Concat(), x, b.relu(name + ".relu", x));
            case 10 -> pool(name, x);
            case 11 -> excited(name, x);
            default -> other(name, x);
        };
    }

    private Value convolution(String name, Value x) {
        TensorShape s = x.shape();
        int kernel = s.height() < 3 || s.width() < 3 ? 1 : 1 + 2 * random.nextInt(2);
        int stride = 1 + random.nextInt(2);
        boolean keep = random.nextBoolean();
        int groups = s.channels() % 2 == 0 && random.nextInt(3) == 0 ? 2 : 1;
        int out = keep ? s.channels() : 2 * (1 + random.nextInt(20));
        Window window = Window.square(kernel, keep ? 1 : stride, kernel / 2);
        return b.conv(name, x, out, window, groups, random.nextBoolean());
    }

    private Value sum(String name, Value x) {
        List<Value> same =
                values.stream().filter(v -> v.shape().equals(x.shape())).toList();
        List<Value> summands = new ArrayList<>(List.of(x));
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            summands.add(same.get(random.nextInt(same.size())));
        }
        return b.add(name, new Op.Add(false), summands.toArray(Value[]::new));
    }

    private Value excited(String name, Value x) {
        Value mean = b.add(name + ".mean", new Op.GlobalAvgPool(), x);
        Value gate = b.activate(name + ".gate", mean, new Activation(Activation.Kind.SIGMOID, 0));
        return b.add(name, new Op.Multiply(), x, gate);
    }

    private Value pool(String name, Value x) {
        int kernel = Math.min(3, Math.min(x.shape().height(), x.shape().width()));
        Window window = Window.square(kernel, 1 + random.nextInt(2), kernel / 2);
        return random.nextBoolean() ? b.maxPool(name, x, window) : b.averagePool(name, x, window, random.nextBoolean());
    }

    private Value other(String name, Value x) {
        return switch (random.nextInt(4)) {
            case 0 -> b.add(name, new Op.Dropout(0.5), x);
            case 1 -> b.add(name, new Op.PadChannels(random.nextInt(3), random.nextInt(3)), x);
            case 2 -> b.add(name, Op.Subsample.of(x.shape(), 1 + random.nextInt(2), 1 + random.nextInt(2)), x);
            default ->
                x.shape().elements() > 2000
                        ? b.relu(name, x)
                        : b.linear(
                                name, b.add(name + ".flatten", Op.Reshape.flat(x.shape()), x), 2 + random.nextInt(20));
        };
    }
}
