package nets;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.kernel.BatchNorm;
import castnet.runtime.kernel.ConvGradient;
import castnet.runtime.kernel.ConvPointwise;
import castnet.runtime.kernel.ConvRows3;
import castnet.runtime.kernel.ConvShape;
import castnet.runtime.kernel.Elementwise;
import castnet.runtime.kernel.PoolShape;
import castnet.runtime.kernel.Pooling;
import castnet.runtime.kernel.SoftmaxCrossEntropy;
import castnet.runtime.memory.Layout;
import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;
import castnet.runtime.training.Step;
import castnet.runtime.training.TrainingProgram;
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
 * {@code nets.Plain} for one image, and its training: 3×8×8 → 2×1×1.
 */
@Generated("castnet.processor.CastnetProcessor")
public final class CompiledPlain extends CompiledNetwork {
    /**
     * Name, shapes, parameters and cost.
     */
    public static final NetworkInfo INFO = new NetworkInfo("nets.Plain", "nets.CompiledPlain", new ImageShape(3, 8, 8), new ImageShape(2, 1, 1), parameters(), 6920L);

    private static final Layout LAYOUT_3x8x8_HALO1 = new Layout(3, 8, 8, 3, 1, 1, 1, 1);

    private static final Layout LAYOUT_4x8x8 = new Layout(4, 8, 8, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_3x3_3x8x8_TO_4x8x8 = new ConvShape(LAYOUT_3x8x8_HALO1, LAYOUT_4x8x8, 3, 3, 1, 1, 1, 1, 1, 1, 1);

    private static final Layout LAYOUT_4x1x1 = new Layout(4, 1, 1, 16, 0, 0, 0, 0);

    private static final Layout LAYOUT_2x1x1 = new Layout(2, 1, 1, 16, 0, 0, 0, 0);

    private static final ConvShape CONV_1x1_4x1x1_TO_2x1x1 = new ConvShape(LAYOUT_4x1x1, LAYOUT_2x1x1, 1, 1, 1, 1, 0, 0, 1, 1, 1);

    private static final Layout LAYOUT_4x4x4 = new Layout(4, 4, 4, 16, 0, 0, 0, 0);

    private static final PoolShape POOL_2x2_S2_4x8x8_TO_4x4x4 = new PoolShape(LAYOUT_4x8x8, LAYOUT_4x4x4, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1);

    private static final List<String> STEPS = """
            features
            features.maxPool
            head.globalAvgPool
            head
            """.lines().toList();

    private static final Program PROGRAM = new Program(LAYOUT_3x8x8_HALO1, 1024, LAYOUT_2x1x1, 16, 1328, 0, STEPS);

    private final PackedConv features;

    private final PackedConv head;

    private CompiledPlain(Weights weights) {
        super(INFO, PROGRAM, weights);
        features = pack_features(weights);
        head = pack_head(weights);
    }

    /**
     * The network with the weights of a file: safetensors, a checkpoint, PyTorch's or NumPy's.
     *
     * @throws IOException if the file cannot be read or is malformed
     */
    public static CompiledPlain load(Path file) throws IOException {
        return new CompiledPlain(Weights.read(file, INFO.name(), INFO.parameters()));
    }

    /**
     * The network with these weights, which must have exactly its keys and shapes.
     */
    public static CompiledPlain of(Weights weights) {
        return new CompiledPlain(weights);
    }

    /**
     * The network with initial weights.
     */
    public static CompiledPlain initialized(long seed) {
        return new CompiledPlain(Weights.initialize(INFO.parameters(), seed));
    }

    /**
     * A trainer that begins with initial weights.
     */
    public static Trainer newTrainer(TrainerConfig config) {
        return new Trainer(config, new Training(), new Factory());
    }

    @Override
    protected void forward(float[] a, Worker w) {
        features(a, w);
        w.await();
        features_maxPool(a, w);
        w.await();
        head_globalAvgPool(a, w);
        w.await();
        head(a, w);
    }

    /**
     * features: 3×3 convolution, padding 1, + batch norm, ReLU; 3×8×8 → 4×8×8; 6,912 MACs; ConvRows3
     */
    private void features(float[] a, Worker w) {
        ConvRows3.biasRelu(CONV_3x3_3x8x8_TO_4x8x8, a, 1024, features.weights(), features.bias(), a, 0, 1, w);
    }

    /**
     * features.maxPool: max pool 2×2, stride 2; 4×8×8 → 4×4×4; Pooling
     */
    private void features_maxPool(float[] a, Worker w) {
        Pooling.max(POOL_2x2_S2_4x8x8_TO_4x4x4, a, 0, a, 1024, 1, w);
    }

    /**
     * head.globalAvgPool: global average pool; 4×4×4 → 4×1×1; Pooling
     */
    private void head_globalAvgPool(float[] a, Worker w) {
        Pooling.globalAverage(LAYOUT_4x4x4, a, 1024, LAYOUT_4x1x1, a, 0, 1, w);
    }

    /**
     * head: 1×1 convolution; 4×1×1 → 2×1×1; 8 MACs; ConvPointwise
     */
    private void head(float[] a, Worker w) {
        ConvPointwise.bias(CONV_1x1_4x1x1_TO_2x1x1, a, 0, head.weights(), head.bias(), a, 16, 1, w);
    }

    @Override
    protected void step(int index, float[] a, Worker w) {
        switch (index) {
            case 0 -> features(a, w);
            case 1 -> features_maxPool(a, w);
            case 2 -> head_globalAvgPool(a, w);
            case 3 -> head(a, w);
            default -> throw new IndexOutOfBoundsException(index);
        }
    }

    private static PackedConv pack_features(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "features.weight", null, "features_bn", 1.0E-5);
        return new PackedConv(ConvRows3.pack(CONV_3x3_3x8x8_TO_4x8x8, conv.weight(), 0), conv.paddedBias());
    }

    private static PackedConv pack_head(Weights weights) {
        FoldedConv conv = FoldedConv.of(weights, "head.weight", "head.bias", null, 0.0);
        return new PackedConv(ConvPointwise.pack(CONV_1x1_4x1x1_TO_2x1x1, conv.weight(), 0), conv.paddedBias());
    }

    private static List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(7);
        specs.add(new ParameterSpec("features.weight", List.of(4, 3, 3, 3), Role.WEIGHT, Init.HE_FAN_OUT));
        specs.add(new ParameterSpec("features_bn.weight", List.of(4), Role.GAMMA, Init.ONES));
        specs.add(new ParameterSpec("features_bn.bias", List.of(4), Role.BETA, Init.ZEROS));
        specs.add(new ParameterSpec("features_bn.running_mean", List.of(4), Role.RUNNING_MEAN, Init.ZEROS));
        specs.add(new ParameterSpec("features_bn.running_var", List.of(4), Role.RUNNING_VARIANCE, Init.ONES));
        specs.add(new ParameterSpec("head.weight", List.of(2, 4), Role.WEIGHT, Init.TORCH_LINEAR));
        specs.add(new ParameterSpec("head.bias", List.of(2), Role.BIAS, Init.TORCH_LINEAR, 4));
        return specs;
    }

    /**
     * Forward and backward over a batch of n images; offsets in the arena are per image.
     */
    private static final class Training extends TrainingProgram {
        private static final Program TRAINING_PROGRAM = new Program(LAYOUT_3x8x8_HALO1, 3072, LAYOUT_2x1x1, 2048, 3632, 11344);

        private final float[] featuresPacked = new float[ConvRows3.packedFloats(CONV_3x3_3x8x8_TO_4x8x8)];

        private final float[] features_bnMean = new float[16];

        private final float[] features_bnInverseDeviation = new float[16];

        private final float[] headPacked = new float[ConvPointwise.packedFloats(CONV_1x1_4x1x1_TO_2x1x1)];

        private final float[] headBias = new float[16];

        private final float[] head_dataGradientPacked = new float[ConvGradient.packedDataFloats(CONV_1x1_4x1x1_TO_2x1x1, LAYOUT_2x1x1, LAYOUT_4x1x1)];

        private final float[] noBias = new float[16];

        Training() {
            super(TRAINING_PROGRAM);
        }

        @Override
        protected void pack(float[] p, Worker w) {
            features_pack(p, w);
            head_pack(p, w);
            head_dataGradient_pack(p, w);
        }

        /**
         * features.pack: weights as ConvRows3 reads them
         */
        private void features_pack(float[] p, Worker w) {
            ConvRows3.pack(CONV_3x3_3x8x8_TO_4x8x8, p, 0, featuresPacked, w);
        }

        /**
         * head.pack: weights as ConvPointwise reads them
         */
        private void head_pack(float[] p, Worker w) {
            ConvPointwise.pack(CONV_1x1_4x1x1_TO_2x1x1, p, 116, headPacked, w);
            ConvGradient.packBias(2, p, 124, headBias, w);
        }

        /**
         * head.dataGradient.pack: weights as ConvGradient.data reads them
         */
        private void head_dataGradient_pack(float[] p, Worker w) {
            ConvGradient.packData(CONV_1x1_4x1x1_TO_2x1x1, LAYOUT_2x1x1, LAYOUT_4x1x1, p, 116, head_dataGradientPacked, w);
        }

        @Override
        protected void forward(Step s, Worker w) {
            features(s, w);
            w.await();
            features_bn(s, w);
            w.await();
            features_maxPool(s, w);
            w.await();
            head_globalAvgPool(s, w);
            w.await();
            head_dropout(s, w);
            w.await();
            head(s, w);
            w.await();
            loss(s, w);
        }

        /**
         * features: 3×3 convolution, padding 1; 3×8×8 → 4×8×8; 6,912 MACs; ConvRows3
         */
        private void features(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvRows3.bias(CONV_3x3_3x8x8_TO_4x8x8, a, 3072 * n, featuresPacked, noBias, a, 0, n, w);
        }

        /**
         * features_bn: batch norm, ReLU; 4×8×8 → 4×8×8; BatchNorm
         */
        private void features_bn(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            float[] p = s.parameters();
            BatchNorm.statistics(LAYOUT_4x8x8, a, 0, a, 2048 * n, n, w);
            w.await();
            BatchNorm.finish(LAYOUT_4x8x8, a, 2048 * n, features_bnMean, features_bnInverseDeviation, s.buffers(), 0, s.buffers(), 4, 0.1f, 1.0E-5f, n, w);
            w.await();
            BatchNorm.normalizeRelu(LAYOUT_4x8x8, a, 0, features_bnMean, features_bnInverseDeviation, p, 108, p, 112, LAYOUT_4x8x8, a, 1024 * n, n, w);
        }

        /**
         * features.maxPool: max pool 2×2, stride 2; 4×8×8 → 4×4×4; Pooling
         */
        private void features_maxPool(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Pooling.max(POOL_2x2_S2_4x8x8_TO_4x4x4, a, 1024 * n, a, 2048 * n, n, w);
        }

        /**
         * head.globalAvgPool: global average pool; 4×4×4 → 4×1×1; Pooling
         */
        private void head_globalAvgPool(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Pooling.globalAverage(LAYOUT_4x4x4, a, 2048 * n, LAYOUT_4x1x1, a, 2304 * n, n, w);
        }

        /**
         * head.dropout: dropout 0.5; 4×1×1 → 4×1×1; Elementwise
         */
        private void head_dropout(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Elementwise.dropout(LAYOUT_4x1x1, a, 2304 * n, LAYOUT_4x1x1, a, 2304 * n, 0.5f, s.seed(), s.step(), 0, n, w);
        }

        /**
         * head: 1×1 convolution; 4×1×1 → 2×1×1; 8 MACs; ConvPointwise
         */
        private void head(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvPointwise.bias(CONV_1x1_4x1x1_TO_2x1x1, a, 2304 * n, headPacked, headBias, a, 2048 * n, n, w);
        }

        /**
         * loss: softmax cross-entropy, its gradient; 2×1×1 → 2×1×1; SoftmaxCrossEntropy
         */
        private void loss(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            SoftmaxCrossEntropy.lossAndGradient(LAYOUT_2x1x1, a, 2048 * n, s.labels(), s.labelSmoothing(), LAYOUT_2x1x1, a, 2064 * n, s.losses(), n, w);
        }

        @Override
        protected void backward(Step s, Worker w) {
            head_biasGradient(s, w);
            head_weightGradient(s, w);
            head_dataGradient(s, w);
            w.await();
            head_dropout_gradient(s, w);
            w.await();
            head_globalAvgPool_gradient(s, w);
            w.await();
            features_maxPool_gradient(s, w);
            w.await();
            features_bn_gradient(s, w);
            w.await();
            features_weightGradient(s, w);
        }

        /**
         * head.biasGradient: bias gradient; 2×1×1; ConvGradient
         */
        private void head_biasGradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvGradient.bias(LAYOUT_2x1x1, 2, a, 2064 * n, s.gradients(), 124, n, w);
        }

        /**
         * head.weightGradient: weight gradient of 1×1 convolution; 4×1×1; 8 MACs; ConvGradient
         */
        private void head_weightGradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvGradient.weight(CONV_1x1_4x1x1_TO_2x1x1, a, 2304 * n, a, 2064 * n, LAYOUT_2x1x1, s.gradients(), 116, n, w);
        }

        /**
         * head.dataGradient: data gradient of 1×1 convolution; 2×1×1 → 4×1×1; 8 MACs; ConvGradient
         */
        private void head_dataGradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvGradient.data(CONV_1x1_4x1x1_TO_2x1x1, a, 2064 * n, LAYOUT_2x1x1, head_dataGradientPacked, a, 2048 * n, LAYOUT_4x1x1, false, n, w);
        }

        /**
         * head.dropout.gradient: gradient of dropout; 4×1×1 → 4×1×1; Elementwise
         */
        private void head_dropout_gradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Elementwise.dropout(LAYOUT_4x1x1, a, 2048 * n, LAYOUT_4x1x1, a, 2048 * n, 0.5f, s.seed(), s.step(), 0, n, w);
        }

        /**
         * head.globalAvgPool.gradient: gradient of global average pool; 4×1×1 → 4×4×4; Pooling
         */
        private void head_globalAvgPool_gradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Pooling.globalAverageGradient(LAYOUT_4x1x1, a, 2048 * n, LAYOUT_4x4x4, a, 3376 * n, n, w);
        }

        /**
         * features.maxPool.gradient: gradient of max pool 2×2, stride 2; 4×4×4 → 4×8×8; Pooling
         */
        private void features_maxPool_gradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            Pooling.maxGradient(POOL_2x2_S2_4x8x8_TO_4x4x4, a, 1024 * n, LAYOUT_4x4x4, a, 3376 * n, LAYOUT_4x8x8, a, 2048 * n, n, w);
        }

        /**
         * features_bn.gradient: gradient of batch norm, ReLU; 4×8×8 → 4×8×8; BatchNorm
         */
        private void features_bn_gradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            float[] p = s.parameters();
            BatchNorm.gradientSumsRelu(LAYOUT_4x8x8, a, 2048 * n, LAYOUT_4x8x8, a, 1024 * n, LAYOUT_4x8x8, a, 0, features_bnMean, features_bnInverseDeviation, a, 3376 * n, n, w);
            w.await();
            BatchNorm.finishGradient(LAYOUT_4x8x8, a, 3376 * n, s.gradients(), 108, s.gradients(), 112, n, w);
            w.await();
            BatchNorm.gradientRelu(LAYOUT_4x8x8, a, 2048 * n, LAYOUT_4x8x8, a, 1024 * n, LAYOUT_4x8x8, a, 0, features_bnMean, features_bnInverseDeviation, p, 108, s.gradients(), 108, s.gradients(), 112, LAYOUT_4x8x8, a, 0, n, w);
        }

        /**
         * features.weightGradient: weight gradient of 3×3 convolution, padding 1; 3×8×8; 6,912 MACs; ConvGradient
         */
        private void features_weightGradient(Step s, Worker w) {
            float[] a = s.a();
            int n = s.n();
            ConvGradient.weight(CONV_3x3_3x8x8_TO_4x8x8, a, 3072 * n, a, 0, LAYOUT_4x8x8, s.gradients(), 0, n, w);
        }
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
        public CompiledPlain of(Weights weights) {
            return CompiledPlain.of(weights);
        }

        @Override
        public Trainer newTrainer(TrainerConfig config) {
            return CompiledPlain.newTrainer(config);
        }

        @Override
        public String summaryResource() {
            return "CompiledPlain.summary.txt";
        }
    }
}
