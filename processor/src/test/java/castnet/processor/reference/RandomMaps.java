package castnet.processor.reference;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.ShapeRules;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Small graphs that skip: windows of any stride, dilation and padding, sums and concatenations of what has the same size, a result
 * that is a map or a vector. For properties of what is read.
 */
public final class RandomMaps {
    private final RandomGenerator random;
    private final NetBuilder b;
    private final List<Value> values = new ArrayList<>();

    private RandomMaps(RandomGenerator random) {
        this.random = random;
        b = new NetBuilder("Maps", between(1, 4), between(3, 9), between(3, 9));
        values.add(b.input());
    }

    /** A graph; all of its layers lead to the result, or to nothing. */
    public static Graph draw(RandomGenerator random) {
        RandomMaps net = new RandomMaps(random);
        int layers = net.between(2, 9);
        for (int i = 0; i < layers; i++) {
            net.values.add(net.layer("n" + i));
        }
        return net.b.build(net.values.getLast());
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    private Value layer(String name) {
        Value x = random.nextInt(3) > 0 ? values.getLast() : values.get(random.nextInt(values.size()));
        return switch (random.nextInt(21)) {
            case 0, 1, 2, 3 -> convolution(name, x);
            case 4 -> b.conv(name, x, between(1, 4), 1, 2);
            case 5, 6 -> pool(name, x);
            case 7, 8, 9 -> sum(name, x);
            case 10 -> b.norm(name, x);
            case 11 -> b.add(name, new Op.Concat(), same(x), x);
            case 12 -> b.add(name, new Op.PadChannels(random.nextInt(2), random.nextInt(2)), x);
            case 13 -> b.add(name, Op.Subsample.of(x.shape(), between(1, 3), between(1, 3)), x);
            case 14 -> random.nextInt(4) == 0 ? vector(name, x) : b.relu(name, x);
            case 15 -> b.add(name, new Op.Multiply(), x, random.nextBoolean() ? same(x) : mean(name, x));
            case 16 -> b.add(name, new Op.Pad(random.nextInt(3), random.nextInt(2), 1, random.nextInt(3)), x);
            case 17 -> upsampled(name, x);
            case 18 -> reflected(name, x);
            case 19 -> b.add(name, Nets.turned(x.shape()), x);
            default -> b.activate(name, x, new Activation(Activation.Kind.TANH, 0));
        };
    }

    private Value reflected(String name, Value x) {
        Op.Pad pad = new Op.Pad(random.nextInt(3), random.nextInt(2), 1, random.nextInt(3), true);
        return ShapeRules.check(pad, List.of(x.shape())).isEmpty() ? b.add(name, pad, x) : b.relu(name, x);
    }

    // Repeated, it would make huge maps of small ones.
    private Value upsampled(String name, Value x) {
        return x.shape().pixels() > 100
                ? b.relu(name, x)
                : b.add(name, new Op.Upsample(between(2, 3), random.nextBoolean()), x);
    }

    private Value mean(String name, Value x) {
        return b.add(name + ".mean", new Op.GlobalAvgPool(), x);
    }

    private Value vector(String name, Value x) {
        return random.nextBoolean()
                ? b.add(name, new Op.GlobalAvgPool(), x)
                : b.add(name, Op.Reshape.flat(x.shape()), x);
    }

    private Value convolution(String name, Value x) {
        int channels = x.shape().channels();
        int groups = channels % 2 == 0 && random.nextBoolean() ? 2 : 1;
        Op.Conv2d conv = new Op.Conv2d(groups * between(1, 3), window(), groups);
        return ShapeRules.check(conv, List.of(x.shape())).isEmpty()
                ? b.conv(name, x, conv.outChannels(), conv.window(), groups, random.nextBoolean())
                : b.relu(name, x);
    }

    private Value pool(String name, Value x) {
        Op.Pool2d.Kind kind = random.nextBoolean() ? Op.Pool2d.Kind.MAX : Op.Pool2d.Kind.AVERAGE;
        Window w = window();
        boolean average = kind == Op.Pool2d.Kind.AVERAGE;
        Window plain = new Window(
                w.kernelHeight(),
                w.kernelWidth(),
                w.strideHeight(),
                w.strideWidth(),
                w.top(),
                w.left(),
                w.bottom(),
                w.right(),
                average ? 1 : w.dilationHeight(),
                average ? 1 : w.dilationWidth(),
                random.nextInt(3) == 0);
        Op.Pool2d pool = new Op.Pool2d(kind, plain, average && random.nextBoolean());
        return ShapeRules.check(pool, List.of(x.shape())).isEmpty() ? b.add(name, pool, x) : b.relu(name, x);
    }

    private Window window() {
        boolean square = random.nextBoolean();
        int kernel = between(1, 3);
        int stride = between(1, 3);
        int pad = random.nextInt(1 + kernel / 2);
        return square
                ? Window.square(kernel, stride, pad)
                : new Window(
                        kernel,
                        between(1, 3),
                        stride,
                        between(1, 3),
                        pad,
                        random.nextInt(2),
                        random.nextInt(3),
                        random.nextInt(2),
                        between(1, 2),
                        between(1, 2),
                        false);
    }

    private Value sum(String name, Value x) {
        return b.add(name, new Op.Add(random.nextBoolean()), x, same(x));
    }

    private Value same(Value x) {
        TensorShape shape = x.shape();
        List<Value> same = values.stream().filter(v -> v.shape().equals(shape)).toList();
        return same.get(random.nextInt(same.size()));
    }
}
