package castnet.processor.reference;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.List;

/** The published networks as graphs, and small nets of every kind. */
public final class Nets {
    private Nets() {}

    /** ResNet-18 or 34: basic blocks. */
    public static Graph basicResNet(int... blocks) {
        NetBuilder b = new NetBuilder("ResNet", 3, 224, 224);
        Value x = stem(b);
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = basicBlock(b, "layer%d.%d".formatted(stage + 1, block), x, 64 << stage, stride);
            }
        }
        return b.build(head(b, x, 1000));
    }

    /** ResNet-50, 101 or 152, v1.5: bottlenecks with the stride in the 3×3. */
    public static Graph bottleneckResNet(int... blocks) {
        NetBuilder b = new NetBuilder("ResNet", 3, 224, 224);
        Value x = stem(b);
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = bottleneck(b, "layer%d.%d".formatted(stage + 1, block), x, 64 << stage, stride, 1);
            }
        }
        return b.build(head(b, x, 1000));
    }

    /** CIFAR ResNet of depth 6n + 2 with shortcuts of option A. */
    public static Graph cifarResNet(int n, int width, int size) {
        NetBuilder b = new NetBuilder("CifarResNet", 3, size, size);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), width, 3, 1);
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < n; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = zeroPadBlock(b, "layer%d.%d".formatted(stage + 1, block), x, width << stage, stride);
            }
        }
        return b.build(head(b, x, 10));
    }

    private static Value stem(NetBuilder b) {
        return b.maxPool("maxpool", b.convNormRelu("conv1", "bn1", b.input(), 64, 7, 2), Window.square(3, 2, 1));
    }

    private static Value head(NetBuilder b, Value x, int classes) {
        return b.linear("fc", b.add("avgpool", new Op.GlobalAvgPool(), x), classes);
    }

    /** Basic block with a projection where shapes change. */
    public static Value basicBlock(NetBuilder b, String name, Value x, int width, int stride) {
        Value y = b.convNormRelu(name + ".conv1", name + ".bn1", x, width, 3, stride);
        y = b.norm(name + ".bn2", b.conv(name + ".conv2", y, width, 3, 1));
        return b.relu(name + ".relu", b.add(name + ".add", new Op.Add(false), y, shortcut(b, name, x, y, stride)));
    }

    /** Bottleneck with a projection where shapes change. */
    public static Value bottleneck(NetBuilder b, String name, Value x, int width, int stride, int groups) {
        Value y = b.convNormRelu(name + ".conv1", name + ".bn1", x, width, 1, 1);
        y = b.conv(name + ".conv2", y, width, Window.square(3, stride, 1), groups, false);
        y = b.relu(name + ".relu2", b.norm(name + ".bn2", y));
        y = b.norm(name + ".bn3", b.conv(name + ".conv3", y, 4 * width, 1, 1));
        return b.relu(name + ".relu", b.add(name + ".add", new Op.Add(false), y, shortcut(b, name, x, y, stride)));
    }

    /** Basic block whose shortcut is every second pixel, with zero channels on both sides. */
    public static Value zeroPadBlock(NetBuilder b, String name, Value x, int width, int stride) {
        Value y = b.convNormRelu(name + ".conv1", name + ".bn1", x, width, 3, stride);
        y = b.norm(name + ".bn2", b.conv(name + ".conv2", y, width, 3, 1));
        Value shortcut = x;
        if (stride > 1) {
            int missing = width - x.shape().channels();
            shortcut = b.add(name + ".subsample", Op.Subsample.of(x.shape(), stride, stride), shortcut);
            shortcut = b.add(name + ".pad", new Op.PadChannels(missing / 2, missing - missing / 2), shortcut);
        }
        return b.relu(name + ".relu", b.add(name + ".add", new Op.Add(false), y, shortcut));
    }

    /** Basic block with batch norm and ReLU before the convolutions. */
    public static Value preActivationBlock(NetBuilder b, String name, Value x, int width, int stride) {
        Value pre = b.relu(name + ".relu1", b.norm(name + ".bn1", x));
        Value shortcut = x.shape().channels() == width ? x : b.conv(name + ".downsample.0", pre, width, 1, stride);
        Value y = b.convNormRelu(name + ".conv1", name + ".bn2", pre, width, 3, stride);
        return b.add(name + ".add", new Op.Add(false), b.conv(name + ".conv2", y, width, 3, 1), shortcut);
    }

    private static Value shortcut(NetBuilder b, String name, Value x, Value y, int stride) {
        if (x.shape().equals(y.shape())) {
            return x;
        }
        Value projected = b.conv(name + ".downsample.0", x, y.shape().channels(), 1, stride);
        return b.norm(name + ".downsample.1", projected);
    }

    /** Small nets of every kind, for checks that evaluate in double. */
    public static List<Graph> small() {
        return List.of(
                smallBottlenecks(),
                cifarResNet(1, 4, 8),
                smallPreActivation(),
                smallConcat(),
                smallGrouped(),
                smallExcited(),
                smallUpsampled(),
                smallReshaped(),
                smallLinear(),
                lenet());
    }

    /** 3×3 convolutions for which Winograd's kernels are chosen, F(4×4) before the stride and F(2×2) behind it. */
    public static Graph winograd() {
        NetBuilder b = new NetBuilder("Winograd", 3, 12, 11);
        Value x = basicBlock(b, "layer1.0", b.convNormRelu("conv1", "bn1", b.input(), 20, 3, 1), 20, 1);
        return b.build(head(b, basicBlock(b, "layer2.0", x, 64, 2), 5));
    }

    private static Graph smallBottlenecks() {
        NetBuilder b = new NetBuilder("SmallBottlenecks", 3, 9, 7);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 4, 3, 1);
        x = bottleneck(b, "layer1.0", x, 2, 1, 1);
        x = bottleneck(b, "layer1.1", x, 2, 1, 2);
        x = bottleneck(b, "layer2.0", x, 3, 2, 1);
        return b.build(head(b, x, 5));
    }

    private static Graph smallPreActivation() {
        NetBuilder b = new NetBuilder("SmallPreActivation", 2, 6, 6);
        Value x = b.conv("conv1", b.input(), 4, 3, 1);
        x = preActivationBlock(b, "layer1.0", x, 4, 1);
        x = preActivationBlock(b, "layer2.0", x, 6, 2);
        return b.build(head(b, b.relu("relu", b.norm("bn", x)), 3));
    }

    private static Graph smallConcat() {
        NetBuilder b = new NetBuilder("SmallConcat", 3, 7, 7);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 4, 3, 1);
        Value left = b.convNormRelu("left.conv", "left.bn", x, 3, 3, 1);
        Value right = b.averagePool("right", x, Window.square(3, 1, 1), false);
        Value all = b.add("concat", new Op.Concat(), left, right, x);
        Value pooled = b.maxPool("pool", all, Window.square(2, 2, 0));
        return b.build(head(b, b.add("dropout", new Op.Dropout(0.25), pooled), 4));
    }

    private static Graph smallGrouped() {
        NetBuilder b = new NetBuilder("SmallGrouped", 4, 8, 6);
        Value x = b.conv("conv1", b.input(), 6, new Window(3, 5, 2, 1, 1, 2, 0, 2, 1, 1, false), 2, true);
        x = b.relu("relu1", b.norm("bn1", x));
        x = b.conv("conv2", x, 6, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2, false), 6, false);
        x = b.norm("bn2", x);
        x = b.add("sum", new Op.Add(false), x, b.conv("conv3", x, 6, 1, 1), x);
        return b.build(head(b, x, 3));
    }

    private static Graph smallExcited() {
        NetBuilder b = new NetBuilder("SmallExcited", 3, 7, 5);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 18, 3, 1);
        Value y = b.norm("bn2", b.conv("conv2", x, 18, 3, 1));
        Value gate = b.conv("fc1", b.add("squeeze", new Op.GlobalAvgPool(), y), 8, Window.square(1, 1, 0), 1, true);
        gate = b.conv("fc2", b.relu("fc1.relu", gate), 18, Window.square(1, 1, 0), 1, true);
        gate = b.activate("gate", gate, new Activation(Activation.Kind.SIGMOID, 0));
        y = b.relu("relu", b.add("add", new Op.Add(false), b.add("excite", new Op.Multiply(), y, gate), x));
        return b.build(head(b, b.add("squared", new Op.Multiply(), y, y), 4));
    }

    /** A reflection, a gate along the channels (Wang et al. 2020), a map turned on its side, and a factor. */
    private static Graph smallReshaped() {
        NetBuilder b = new NetBuilder("SmallReshaped", 3, 6, 5);
        Value blurred = b.averagePool(
                "blur", b.add("mirror", new Op.Pad(2, 1, 0, 3, true), b.input()), Window.square(2, 2, 0), true);
        Value x = b.convNormRelu("conv1", "bn1", blurred, 18, 3, 1);
        Value gate = b.add("line", new Op.Reshape(new TensorShape(1, 18, 1)), b.add("mean", new Op.GlobalAvgPool(), x));
        gate = b.conv("along", gate, 1, new Window(5, 1, 1, 1, 2, 0, 2, 0, 1, 1, false), 1, false);
        gate = b.activate("gate", gate, new Activation(Activation.Kind.SIGMOID, 0));
        gate = b.add("channels", new Op.Reshape(new TensorShape(18, 1, 1)), gate);
        x = b.add("excite", new Op.Multiply(), x, gate);
        x = b.add("turned", turned(x.shape()), x);
        x = b.convNormRelu("conv2", "bn2", x, 5, 3, 2);
        return b.build(b.activate("scale", head(b, x, 4), new Activation(Activation.Kind.SCALE, -0.125)));
    }

    /** Rows as channels, and channels as rows, without moving a number. */
    public static Op.Reshape turned(TensorShape x) {
        int rows = x.height();
        int maps = x.channels();
        return new Op.Reshape(new TensorShape(rows, maps, x.width()));
    }

    /** Layers with nothing between that inference makes one of: two 1×1, and a batch norm behind an average. */
    private static Graph smallLinear() {
        NetBuilder b = new NetBuilder("SmallLinear", 3, 9, 7);
        Value wide = b.norm("bn1", b.conv("expand", b.input(), 40, Window.square(1, 1, 0), 1, true));
        Value x = b.conv("project", wide, 6, Window.square(1, 2, 0), 1, true);
        Value averaged = b.averagePool("pool", b.conv("conv", x, 7, 3, 1), Window.square(2, 1, 0), false);
        return b.build(head(b, b.relu("relu", b.norm("bn2", averaged)), 4));
    }

    private static Graph smallUpsampled() {
        NetBuilder b = new NetBuilder("SmallUpsampled", 3, 6, 5);
        Value x = b.convNormRelu("conv1", "bn1", b.add("border", new Op.Pad(0, 1, 2, 0), b.input()), 5, 3, 1);
        Value low = b.convNormRelu("conv2", "bn2", x, 4, 3, 2);
        Value linear = b.add("linear", new Op.Upsample(2, true), low);
        Value nearest = b.add("nearest", new Op.Upsample(2, false), low);
        Value all = b.add("concat", new Op.Concat(), x, b.add("product", new Op.Multiply(), linear, nearest));
        return b.build(head(b, b.convNormRelu("conv3", "bn3", all, 6, 3, 1), 4));
    }

    private static Graph lenet() {
        NetBuilder b = new NetBuilder("Lenet", 1, 10, 10);
        Value x = b.conv("conv1", b.input(), 3, Window.square(3, 1, 0), 1, true);
        x = b.averagePool("pool1", b.relu("relu1", x), Window.square(2, 2, 0), true);
        x = b.relu("relu2", b.add("flatten", Op.Reshape.flat(x.shape()), x));
        x = b.relu("relu3", b.linear("fc1", b.add("dropout", new Op.Dropout(0.5), x), 7));
        return b.build(b.linear("fc2", x, 4));
    }
}
