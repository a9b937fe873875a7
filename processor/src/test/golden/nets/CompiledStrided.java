package nets;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.kernel.ConvGrouped;
import castnet.runtime.kernel.ConvPointwise;
import castnet.runtime.kernel.ConvRows3;
import castnet.runtime.kernel.ConvShape;
import castnet.runtime.kernel.Elementwise;
import castnet.runtime.kernel.Halo;
import castnet.runtime.memory.Layout;
import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;
import castnet.runtime.weights.FoldedConv;
import castnet.runtime.weights.Init;
import castnet.runtime.weights.PackedConv;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Role;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * {@code nets.Strided} for one image, and its training: 8×5×5 → 8×3×3.
 */
@Generated("castnet.processor.CastnetProcessor")
final class CompiledStrided extends CompiledNetwork {
    /**
     * Name, shapes, parameters and cost.
     */
    public static final NetworkInfo INFO = new NetworkInfo("nets.Strided", "nets.CompiledStrided", new ImageShape(8, 5, 5), new ImageShape(8, 3, 3), parameters(), 4588L);

    private static final Layout LAYOUT_8x5x5 = new Layout(8, 5, 5, 16, 0, 0, 0, 0);

    private static final Layout LAYOUT_4x5x5_HALO1 = new Layout(4, 5, 5, 16, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_8x5x5_TO_4x5x5 = new ConvShape(LAYOUT_8x5x5, LAYOUT_4x5x5_HALO1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_4x3x3 = new Layout(4, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_S2_G2_4x5x5_TO_4x3x3 = new ConvShape(LAYOUT_4x5x5_HALO1, LAYOUT_4x3x3, 3, 3, 2, 2, 1, 1, 1, 1, 2);

    private static final Layout LAYOUT_8x3x3 = new Layout(8, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_1x1_4x3x3_TO_8x3x3 = new ConvShape(LAYOUT_4x3x3, LAYOUT_8x3x3, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_2x3x3_HALO1 = new Layout(2, 3, 3, 16, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_8x3x3_TO_2x3x3 = new ConvShape(LAYOUT_8x3x3, LAYOUT_2x3x3_HALO1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_2x3x3 = new Layout(2, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_2x3x3_TO_2x3x3 = new ConvShape(LAYOUT_2x3x3_HALO1, LAYOUT_2x3x3, 3, 3, 1, 1, 1, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_2x3x3_TO_8x3x3 = new ConvShape(LAYOUT_2x3x3, LAYOUT_8x3x3, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final ConvShape CONV_1x1_8x3x3_TO_8x3x3 = new ConvShape(LAYOUT_8x3x3, LAYOUT_8x3x3, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final List<String> STEPS = """
            layer1.0.conv1
            layer1.0.conv2
            layer1.0.add.subsample
            layer1.0.conv3
            layer2.0.conv1
            layer2.0.conv2
            layer2.0.conv3
            layer2.0.downsample.0
            """.lines().toList();

    private static final Program PROGRAM = new Program(LAYOUT_8x5x5, 784, LAYOUT_8x3x3, 0, 1328, 4992, STEPS);

    private final PackedConv layer1_0_conv1;

    private final PackedConv layer1_0_conv2;

    private final PackedConv layer1_0_conv3;

    private final PackedConv layer2_0_conv1;

    private final PackedConv layer2_0_conv2;

    private final PackedConv layer2_0_conv3;

    private final PackedConv layer2_0_downsample_0;

    private CompiledStrided(Weights weights) {
        super(INFO, PROGRAM, weights);
        layer1_0_conv1 = pack_layer1_0_conv1(weights);
        layer1_0_conv2 = pack_layer1_0_conv2(weights);
        layer1_0_conv3 = pack_layer1_0_conv3(weights);
        layer2_0_conv1 = pack_layer2_0_conv1(weights);
        layer2_0_conv2 = pack_layer2_0_conv2(weights);
        layer2_0_conv3 = pack_layer2_0_conv3(weights);
        layer2_0_downsample_0 = pack_layer2_0_downsample_0(weights);
    }

    /**
     * The network with the weights of a file: safetensors, a checkpoint, PyTorch's or NumPy's.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public static CompiledStrided load(Path file) throws IOException {
        return new CompiledStrided(Weights.read(file, INFO.name(), INFO.parameters()));
    }

    /**
     * The network with these weights, which must have exactly its keys and shapes.
     */
    public static CompiledStrided of(Weights weights) {
        return new CompiledStrided(weights);
    }

    /**
     * The network with initial weights.
     */
    public static CompiledStrided initialized(long seed) {
        return new CompiledStrided(Weights.initialize(INFO.parameters(), seed));
    }

    @Override
    protected void forward(float[] a, Worker w) {
        layer1_0_conv1(a, w);
        w.await();
        layer1_0_conv2(a, w);
        w.await();
        layer1_0_add_subsample(a, w);
        w.await();
        layer1_0_conv3(a, w);
        w.await();
        layer2_0_conv1(a, w);
        w.await();
        layer2_0_conv2(a, w);
        w.await();
        layer2_0_conv3(a, w);
        w.await();
        layer2_0_downsample_0(a, w);
    }

    /**
     * layer1.0.conv1: 1×1 convolution, + batch norm, ReLU; 8×5×5 → 4×5×5; 800 MACs; ConvPointwise
     */
    private void layer1_0_conv1(float[] a, Worker w) {
        ConvPointwise.biasRelu(CONV_1x1_8x5x5_TO_4x5x5, a, 784, layer1_0_conv1.weights(), layer1_0_conv1.bias(), a, 0, 1, w);
        Halo.clear(LAYOUT_4x5x5_HALO1, a, 0, 1, w);
    }

    /**
     * layer1.0.conv2: 3×3 convolution, stride 2, padding 1, 2 groups, + batch norm, ReLU; 4×5×5 → 4×3×3; 648 MACs; ConvGrouped
     */
    private void layer1_0_conv2(float[] a, Worker w) {
        ConvGrouped.biasRelu(CONV_3x3_S2_G2_4x5x5_TO_4x3x3, a, 0, layer1_0_conv2.weights(), layer1_0_conv2.bias(), a, 1184, 1, w);
    }

    /**
     * layer1.0.add.subsample: subsample 2×2; 8×5×5 → 8×3×3; Elementwise
     */
    private void layer1_0_add_subsample(float[] a, Worker w) {
        Elementwise.subsample(LAYOUT_8x5x5, a, 784, 2, 2, LAYOUT_8x3x3, a, 400, 1, w);
    }

    /**
     * layer1.0.conv3: 1×1 convolution, + batch norm, + residual, ReLU; 4×3×3 → 8×3×3; 288 MACs; ConvPointwise
     */
    private void layer1_0_conv3(float[] a, Worker w) {
        ConvPointwise.biasAddRelu(CONV_1x1_4x3x3_TO_8x3x3, a, 1184, layer1_0_conv3.weights(), layer1_0_conv3.bias(), a, 400, LAYOUT_8x3x3, a, 400, 1, w);
    }

    /**
     * layer2.0.conv1: 1×1 convolution, + batch norm, ReLU; 8×3×3 → 2×3×3; 144 MACs; ConvPointwise
     */
    private void layer2_0_conv1(float[] a, Worker w) {
        ConvPointwise.biasRelu(CONV_1x1_8x3x3_TO_2x3x3, a, 400, layer2_0_conv1.weights(), layer2_0_conv1.bias(), a, 0, 1, w);
        Halo.clear(LAYOUT_2x3x3_HALO1, a, 0, 1, w);
    }

    /**
     * layer2.0.conv2: 3×3 convolution, padding 1, + batch norm, ReLU; 2×3×3 → 2×3×3; 324 MACs; ConvRows3
     */
    private void layer2_0_conv2(float[] a, Worker w) {
        ConvRows3.biasRelu(CONV_3x3_2x3x3_TO_2x3x3, a, 0, layer2_0_conv2.weights(), layer2_0_conv2.bias(), a, 544, 1, w);
    }

    /**
     * layer2.0.conv3: 1×1 convolution, + batch norm; 2×3×3 → 8×3×3; 144 MACs; ConvPointwise
     */
    private void layer2_0_conv3(float[] a, Worker w) {
        ConvPointwise.bias(CONV_1x1_2x3x3_TO_8x3x3, a, 544, layer2_0_conv3.weights(), layer2_0_conv3.bias(), a, 0, 1, w);
    }

    /**
     * layer2.0.downsample.0: 1×1 convolution, + batch norm, + residual, ReLU; 8×3×3 → 8×3×3; 576 MACs; ConvPointwise
     */
    private void layer2_0_downsample_0(float[] a, Worker w) {
        ConvPointwise.biasAddRelu(CONV_1x1_8x3x3_TO_8x3x3, a, 400, layer2_0_downsample_0.weights(), layer2_0_downsample_0.bias(), a, 0, LAYOUT_8x3x3, a, 0, 1, w);
    }

    @Override
    protected void step(int index, float[] a, Worker w) {
        switch (index) {
            case 0 -> layer1_0_conv1(a, w);
            case 1 -> layer1_0_conv2(a, w);
            case 2 -> layer1_0_add_subsample(a, w);
            case 3 -> layer1_0_conv3(a, w);
            case 4 -> layer2_0_conv1(a, w);
            case 5 -> layer2_0_conv2(a, w);
            case 6 -> layer2_0_conv3(a, w);
            case 7 -> layer2_0_downsample_0(a, w);
            default -> throw new IndexOutOfBoundsException(index);
        }
    }

    private static PackedConv pack_layer1_0_conv1(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer1.0.conv1.weight", null, "layer1.0.bn1", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_8x5x5_TO_4x5x5, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer1_0_conv2(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer1.0.conv2.weight", null, "layer1.0.bn2", 1.0E-5);
        return new PackedConv(ConvGrouped.pack(CONV_3x3_S2_G2_4x5x5_TO_4x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer1_0_conv3(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer1.0.conv3.weight", null, "layer1.0.bn3", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_4x3x3_TO_8x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer2_0_conv1(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer2.0.conv1.weight", null, "layer2.0.bn1", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_8x3x3_TO_2x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer2_0_conv2(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer2.0.conv2.weight", null, "layer2.0.bn2", 1.0E-5);
        return new PackedConv(ConvRows3.pack(CONV_3x3_2x3x3_TO_2x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer2_0_conv3(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer2.0.conv3.weight", null, "layer2.0.bn3", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_2x3x3_TO_8x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_layer2_0_downsample_0(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "layer2.0.downsample.0.weight", null, "layer2.0.downsample.1", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_8x3x3_TO_8x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(35);
        specs.add(new ParameterSpec("layer1.0.conv1.weight", List.of(4, 8, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer1.0.bn1.weight", List.of(4), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer1.0.bn1.bias", List.of(4), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn1.running_mean", List.of(4), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn1.running_var", List.of(4), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer1.0.conv2.weight", List.of(4, 2, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer1.0.bn2.weight", List.of(4), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer1.0.bn2.bias", List.of(4), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn2.running_mean", List.of(4), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn2.running_var", List.of(4), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer1.0.conv3.weight", List.of(8, 4, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer1.0.bn3.weight", List.of(8), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer1.0.bn3.bias", List.of(8), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn3.running_mean", List.of(8), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer1.0.bn3.running_var", List.of(8), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.conv1.weight", List.of(2, 8, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer2.0.bn1.weight", List.of(2), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.bn1.bias", List.of(2), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn1.running_mean", List.of(2), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn1.running_var", List.of(2), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.conv2.weight", List.of(2, 2, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer2.0.bn2.weight", List.of(2), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.bn2.bias", List.of(2), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn2.running_mean", List.of(2), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn2.running_var", List.of(2), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.conv3.weight", List.of(8, 2, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer2.0.bn3.weight", List.of(8), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.bn3.bias", List.of(8), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn3.running_mean", List.of(8), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.bn3.running_var", List.of(8), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.downsample.0.weight", List.of(8, 8, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("layer2.0.downsample.1.weight", List.of(8), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("layer2.0.downsample.1.bias", List.of(8), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.downsample.1.running_mean", List.of(8), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("layer2.0.downsample.1.running_var", List.of(8), Role.RUNNING_VARIANCE, Init.ONES));
        return specs;
    }

    /**
     * Lists this network for tools, by a service file.
     */
    public static final class Factory implements NetworkFactory {
        /**
         * For the service loader.
         */
        public Factory() {
        }

        @Override
        public NetworkInfo info() {
            return INFO;
        }

        @Override
        public CompiledStrided of(Weights weights) {
            return CompiledStrided.of(weights);
        }

        @Override
        public Trainer newTrainer(TrainerConfig config) {
            throw new UnsupportedOperationException("Strided ends in a map of 8×3×3: there is no loss to train it by");
        }

        @Override
        public String summaryResource() {
            return "CompiledStrided.summary.txt";
        }
    }
}
