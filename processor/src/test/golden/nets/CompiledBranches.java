package nets;

import castnet.Wiring;
import castnet.runtime.CompiledNetwork;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.kernel.Activations;
import castnet.runtime.kernel.ConvDepthwise;
import castnet.runtime.kernel.ConvPointwise;
import castnet.runtime.kernel.ConvShape;
import castnet.runtime.kernel.Elementwise;
import castnet.runtime.kernel.Halo;
import castnet.runtime.kernel.PoolShape;
import castnet.runtime.kernel.Pooling;
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
 * {@code nets.Branches} for one image, and its training: 2×6×6 → 8×6×6.
 */
@Generated("castnet.processor.CastnetProcessor")
@Wiring({
        "left=stem",
        "right=stem",
        "join=left,right"
})
final class CompiledBranches extends CompiledNetwork {
    /**
     * Name, shapes, parameters and cost.
     */
    public static final NetworkInfo INFO = new NetworkInfo("nets.Branches", "nets.CompiledBranches", new ImageShape(2, 6, 6), new ImageShape(8, 6, 6), parameters(), 1584L);

    private static final Layout LAYOUT_2x6x6 = new Layout(2, 6, 6, 2, 0, 0, 0, 0);

    private static final Layout LAYOUT_4x6x6_HALO1 = new Layout(4, 6, 6, 16, 1, 1, 1, 1);

    private static final ConvShape CONV_1x1_2x6x6_TO_4x6x6 = new ConvShape(LAYOUT_2x6x6, LAYOUT_4x6x6_HALO1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_4x6x6 = new Layout(4, 6, 6, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_G4_4x6x6_TO_4x6x6 = new ConvShape(LAYOUT_4x6x6_HALO1, LAYOUT_4x6x6, 3, 3, 1, 1, 1, 1, 1, 1, 4);

    private static final PoolShape POOL_3x3_4x6x6_TO_4x6x6 = new PoolShape(LAYOUT_4x6x6_HALO1, LAYOUT_4x6x6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);

    private static final Layout LAYOUT_8x6x6 = new Layout(8, 6, 6, 16, 0, 0, 0, 0);

    private static final List<String> STEPS = """
            stem
            left
            left.activation
            right
            join
            """.lines().toList();

    private static final Program PROGRAM = new Program(LAYOUT_2x6x6, 1024, LAYOUT_8x6x6, 0, 2176, 0, STEPS);

    private final PackedConv stem;

    private final PackedConv left;

    private CompiledBranches(Weights weights) {
        super(INFO, PROGRAM, weights);
        stem = pack_stem(weights);
        left = pack_left(weights);
    }

    /**
     * The network with the weights of a file: safetensors, a checkpoint, PyTorch's or NumPy's.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public static CompiledBranches load(Path file) throws IOException {
        return new CompiledBranches(Weights.read(file, INFO.name(), INFO.parameters()));
    }

    /**
     * The network with these weights, which must have exactly its keys and shapes.
     */
    public static CompiledBranches of(Weights weights) {
        return new CompiledBranches(weights);
    }

    /**
     * The network with initial weights.
     */
    public static CompiledBranches initialized(long seed) {
        return new CompiledBranches(Weights.initialize(INFO.parameters(), seed));
    }

    @Override
    protected void forward(float[] a, Worker w) {
        stem(a, w);
        w.await();
        left(a, w);
        w.await();
        left_activation(a, w);
        right(a, w);
        w.await();
        join(a, w);
    }

    /**
     * stem: 1×1 convolution; 2×6×6 → 4×6×6; 288 MACs; ConvPointwise
     */
    private void stem(float[] a, Worker w) {
        ConvPointwise.bias(CONV_1x1_2x6x6_TO_4x6x6, a, 1024, stem.weights(), stem.bias(), a, 0, 1, w);
        Halo.clear(LAYOUT_4x6x6_HALO1, a, 0, 1, w);
    }

    /**
     * left: 3×3 convolution, padding 1, 4 groups; 4×6×6 → 4×6×6; 1,296 MACs; ConvDepthwise
     */
    private void left(float[] a, Worker w) {
        ConvDepthwise.bias(CONV_3x3_G4_4x6x6_TO_4x6x6, a, 0, left.weights(), left.bias(), a, 1024, 1, w);
    }

    /**
     * left.activation: silu; 4×6×6 → 4×6×6; Activations
     */
    private void left_activation(float[] a, Worker w) {
        Activations.forward(Activations.SILU, 0.0f, LAYOUT_4x6x6, a, 1024, LAYOUT_4x6x6, a, 1024, 1, w);
    }

    /**
     * right: average pool 3×3, padding 1, padding counts; 4×6×6 → 4×6×6; Pooling
     */
    private void right(float[] a, Worker w) {
        Pooling.average(POOL_3x3_4x6x6_TO_4x6x6, a, 0, a, 1600, true, 1, w);
    }

    /**
     * join: concat; 4×6×6 → 8×6×6; Elementwise
     */
    private void join(float[] a, Worker w) {
        Elementwise.copyChannels(LAYOUT_4x6x6, a, 1024, LAYOUT_8x6x6, a, 0, 0, 1, w);
        Elementwise.copyChannels(LAYOUT_4x6x6, a, 1600, LAYOUT_8x6x6, a, 0, 4, 1, w);
    }

    @Override
    protected void step(int index, float[] a, Worker w) {
        switch (index) {
            case 0 -> stem(a, w);
            case 1 -> left(a, w);
            case 2 -> left_activation(a, w);
            case 3 -> right(a, w);
            case 4 -> join(a, w);
            default -> throw new IndexOutOfBoundsException(index);
        }
    }

    private static PackedConv pack_stem(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "stem.weight", "stem.bias", null, 0.0);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_2x6x6_TO_4x6x6, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_left(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "left.weight", null, null, 0.0);
        return new PackedConv(ConvDepthwise.pack(CONV_3x3_G4_4x6x6_TO_4x6x6, conv.weight(), 0), conv.paddedBias());
    }

    private static List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(3);
        specs.add(new ParameterSpec("stem.weight", List.of(4, 2, 1, 1), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("stem.bias", List.of(4), Role.BIAS, Init.TORCH_LINEAR, 2));
        specs.add(new ParameterSpec("left.weight", List.of(4, 1, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
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
        public CompiledBranches of(Weights weights) {
            return CompiledBranches.of(weights);
        }

        @Override
        public Trainer newTrainer(TrainerConfig config) {
            throw new UnsupportedOperationException("Branches ends in a map of 8×6×6: there is no loss to train it by");
        }

        @Override
        public String summaryResource() {
            return "CompiledBranches.summary.txt";
        }
    }
}
