package nets;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.kernel.ConvDepthwise;
import castnet.runtime.kernel.ConvPointwise;
import castnet.runtime.kernel.ConvShape;
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
 * {@code nets.Widened} for one image, and its training: 2×5×5 → 3×3×3.
 */
@Generated("castnet.processor.CastnetProcessor")
final class CompiledWidened extends CompiledNetwork {
    /**
     * Name, shapes, parameters and cost.
     */
    public static final NetworkInfo INFO = new NetworkInfo("nets.Widened", "nets.CompiledWidened", new ImageShape(2, 5, 5), new ImageShape(3, 3, 3), parameters(), 1442L);

    private static final Layout LAYOUT_2x5x5 = new Layout(2, 5, 5, 2, 0, 0, 0, 0);

    private static final Layout LAYOUT_4x5x5_HALO1 = new Layout(4, 5, 5, 16, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_2x5x5_TO_4x5x5 = new ConvShape(LAYOUT_2x5x5, LAYOUT_4x5x5_HALO1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_4x3x3 = new Layout(4, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_S2_G4_4x5x5_TO_4x3x3 = new ConvShape(LAYOUT_4x5x5_HALO1, LAYOUT_4x3x3, 3, 3, 2, 2, 1, 1, 1, 1, 4);

    private static final Layout LAYOUT_3x3x3 = new Layout(3, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_1x1_4x3x3_TO_3x3x3 = new ConvShape(LAYOUT_4x3x3, LAYOUT_3x3x3, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_6x3x3_HALO1 = new Layout(6, 3, 3, 16, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_3x3x3_TO_6x3x3 = new ConvShape(LAYOUT_3x3x3, LAYOUT_6x3x3_HALO1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_6x3x3 = new Layout(6, 3, 3, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_G6_6x3x3_TO_6x3x3 = new ConvShape(LAYOUT_6x3x3_HALO1, LAYOUT_6x3x3, 3, 3, 1, 1, 1, 1, 1, 1, 6);

    private static final ConvShape CONV_1x1_6x3x3_TO_3x3x3 = new ConvShape(LAYOUT_6x3x3, LAYOUT_3x3x3, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final List<String> STEPS = """
            stage.0.conv1
            stage.0.depthwise
            stage.0.conv3
            stage.1.conv1
            stage.1.depthwise
            stage.1.conv3
            """.lines().toList();

    private static final Program PROGRAM = new Program(LAYOUT_2x5x5, 784, LAYOUT_3x3x3, 400, 928, 0, STEPS);

    private final PackedConv stage_0_conv1;

    private final PackedConv stage_0_depthwise;

    private final PackedConv stage_0_conv3;

    private final PackedConv stage_1_conv1;

    private final PackedConv stage_1_depthwise;

    private final PackedConv stage_1_conv3;

    private CompiledWidened(Weights weights) {
        super(INFO, PROGRAM, weights);
        stage_0_conv1 = pack_stage_0_conv1(weights);
        stage_0_depthwise = pack_stage_0_depthwise(weights);
        stage_0_conv3 = pack_stage_0_conv3(weights);
        stage_1_conv1 = pack_stage_1_conv1(weights);
        stage_1_depthwise = pack_stage_1_depthwise(weights);
        stage_1_conv3 = pack_stage_1_conv3(weights);
    }

    /**
     * The network with the weights of a file: safetensors, a checkpoint, PyTorch's or NumPy's.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public static CompiledWidened load(Path file) throws IOException {
        return new CompiledWidened(Weights.read(file, INFO.name(), INFO.parameters()));
    }

    /**
     * The network with these weights, which must have exactly its keys and shapes.
     */
    public static CompiledWidened of(Weights weights) {
        return new CompiledWidened(weights);
    }

    /**
     * The network with initial weights.
     */
    public static CompiledWidened initialized(long seed) {
        return new CompiledWidened(Weights.initialize(INFO.parameters(), seed));
    }

    @Override
    protected void forward(float[] a, Worker w) {
        stage_0_conv1(a, w);
        w.await();
        stage_0_depthwise(a, w);
        w.await();
        stage_0_conv3(a, w);
        w.await();
        stage_1_conv1(a, w);
        w.await();
        stage_1_depthwise(a, w);
        w.await();
        stage_1_conv3(a, w);
    }

    /**
     * stage.0.conv1: 1×1 convolution, + batch norm, ReLU; 2×5×5 → 4×5×5; 200 MACs; ConvPointwise
     */
    private void stage_0_conv1(float[] a, Worker w) {
        ConvPointwise.biasRelu(CONV_1x1_2x5x5_TO_4x5x5, a, 784, stage_0_conv1.weights(), stage_0_conv1.bias(), a, 0, 1, w);
        Halo.clear(LAYOUT_4x5x5_HALO1, a, 0, 1, w);
    }

    /**
     * stage.0.depthwise: 3×3 convolution, stride 2, padding 1, 4 groups; 4×5×5 → 4×3×3; 324 MACs; ConvDepthwise
     */
    private void stage_0_depthwise(float[] a, Worker w) {
        ConvDepthwise.bias(CONV_3x3_S2_G4_4x5x5_TO_4x3x3, a, 0, stage_0_depthwise.weights(), stage_0_depthwise.bias(), a, 784, 1, w);
    }

    /**
     * stage.0.conv3: 1×1 convolution; 4×3×3 → 3×3×3; 108 MACs; ConvPointwise
     */
    private void stage_0_conv3(float[] a, Worker w) {
        ConvPointwise.bias(CONV_1x1_4x3x3_TO_3x3x3, a, 784, stage_0_conv3.weights(), stage_0_conv3.bias(), a, 400, 1, w);
    }

    /**
     * stage.1.conv1: 1×1 convolution, + batch norm, ReLU; 3×3×3 → 6×3×3; 162 MACs; ConvPointwise
     */
    private void stage_1_conv1(float[] a, Worker w) {
        ConvPointwise.biasRelu(CONV_1x1_3x3x3_TO_6x3x3, a, 400, stage_1_conv1.weights(), stage_1_conv1.bias(), a, 0, 1, w);
        Halo.clear(LAYOUT_6x3x3_HALO1, a, 0, 1, w);
    }

    /**
     * stage.1.depthwise: 3×3 convolution, padding 1, 6 groups; 6×3×3 → 6×3×3; 486 MACs; ConvDepthwise
     */
    private void stage_1_depthwise(float[] a, Worker w) {
        ConvDepthwise.bias(CONV_3x3_G6_6x3x3_TO_6x3x3, a, 0, stage_1_depthwise.weights(), stage_1_depthwise.bias(), a, 544, 1, w);
    }

    /**
     * stage.1.conv3: 1×1 convolution, + residual; 6×3×3 → 3×3×3; 162 MACs; ConvPointwise
     */
    private void stage_1_conv3(float[] a, Worker w) {
        ConvPointwise.biasAdd(CONV_1x1_6x3x3_TO_3x3x3, a, 544, stage_1_conv3.weights(), stage_1_conv3.bias(), a, 400, LAYOUT_3x3x3, a, 400, 1, w);
    }

    @Override
    protected void step(int index, float[] a, Worker w) {
        switch (index) {
            case 0 -> stage_0_conv1(a, w);
            case 1 -> stage_0_depthwise(a, w);
            case 2 -> stage_0_conv3(a, w);
            case 3 -> stage_1_conv1(a, w);
            case 4 -> stage_1_depthwise(a, w);
            case 5 -> stage_1_conv3(a, w);
            default -> throw new IndexOutOfBoundsException(index);
        }
    }

    private static PackedConv pack_stage_0_conv1(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.0.conv1.weight", null, "stage.0.bn1", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_2x5x5_TO_4x5x5, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_stage_0_depthwise(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.0.depthwise.weight", null, null, 0.0);
        return new PackedConv(ConvDepthwise.pack(CONV_3x3_S2_G4_4x5x5_TO_4x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_stage_0_conv3(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.0.conv3.weight", null, null, 0.0);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_4x3x3_TO_3x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_stage_1_conv1(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.1.conv1.weight", null, "stage.1.bn1", 1.0E-5);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_3x3x3_TO_6x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_stage_1_depthwise(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.1.depthwise.weight", null, null, 0.0);
        return new PackedConv(ConvDepthwise.pack(CONV_3x3_G6_6x3x3_TO_6x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_stage_1_conv3(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stage.1.conv3.weight", null, null, 0.0);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_6x3x3_TO_3x3x3, conv.weight(), 0), conv.paddedBias());
    }

    private static List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(14);
        specs.add(new ParameterSpec("stage.0.conv1.weight", List.of(4, 2, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stage.0.bn1.weight", List.of(4), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("stage.0.bn1.bias", List.of(4), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("stage.0.bn1.running_mean", List.of(4), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("stage.0.bn1.running_var", List.of(4), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("stage.0.depthwise.weight", List.of(4, 1, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stage.0.conv3.weight", List.of(3, 4, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stage.1.conv1.weight", List.of(6, 3, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stage.1.bn1.weight", List.of(6), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("stage.1.bn1.bias", List.of(6), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("stage.1.bn1.running_mean", List.of(6), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("stage.1.bn1.running_var", List.of(6), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("stage.1.depthwise.weight", List.of(6, 1, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stage.1.conv3.weight", List.of(3, 6, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
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
        public CompiledWidened of(Weights weights) {
            return CompiledWidened.of(weights);
        }

        @Override
        public Trainer newTrainer(TrainerConfig config) {
            throw new UnsupportedOperationException("Widened ends in a map of 3×3×3: there is no loss to train it by");
        }

        @Override
        public String summaryResource() {
            return "CompiledWidened.summary.txt";
        }
    }
}
