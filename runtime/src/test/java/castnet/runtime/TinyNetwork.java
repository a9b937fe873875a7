package castnet.runtime;

import castnet.runtime.memory.Layout;
import castnet.runtime.memory.Program;
import castnet.runtime.thread.Worker;
import castnet.runtime.weights.FoldedConv;
import castnet.runtime.weights.Init;
import castnet.runtime.weights.ParameterSpec;
import castnet.runtime.weights.Role;
import castnet.runtime.weights.Weights;
import java.util.List;

/** A linear classifier as a compiled network would be: 2×3×4 images with a halo, 5 classes, y = W(x - mean) + b. */
final class TinyNetwork extends CompiledNetwork {
    static final int CLASSES = 5;
    static final Layout INPUT = new Layout(2, 3, 4, 2, 1, 1, 1, 1);
    static final Layout OUTPUT = Layout.blocked(CLASSES, 1, 1);
    static final int INPUTS = 24;
    static final NetworkInfo INFO = new NetworkInfo(
            "castnet.runtime.Tiny",
            TinyNetwork.class.getName(),
            new ImageShape(2, 3, 4),
            new ImageShape(CLASSES, 1, 1),
            List.of(
                    new ParameterSpec("fc.weight", List.of(CLASSES, INPUTS), Role.WEIGHT, Init.TORCH_LINEAR),
                    new ParameterSpec("norm.running_mean", List.of(2), Role.RUNNING_MEAN, Init.ZEROS),
                    new ParameterSpec("fc.bias", List.of(CLASSES), Role.BIAS, Init.TORCH_LINEAR, INPUTS)),
            120);
    static final Program PROGRAM = new Program(
            INPUT, 3, OUTPUT, 3 + INPUT.imageStride(), 3 + INPUT.imageStride() + 16, 4, List.of("fc", "reuse"));

    private final float[] weight;
    private final float[] bias;
    private final float[] mean;
    private final int failingPart;

    private TinyNetwork(Weights weights, int failingPart) {
        super(INFO, PROGRAM, weights);
        FoldedConv fc = FoldedConv.of(weights, "fc.weight", "fc.bias", null, 0);
        weight = fc.weight();
        bias = fc.paddedBias();
        mean = weights.values("norm.running_mean");
        this.failingPart = failingPart;
    }

    static TinyNetwork of(Weights weights) {
        return new TinyNetwork(weights, -1);
    }

    /** One whose forward fails in one worker. */
    static TinyNetwork failing(int part) {
        return new TinyNetwork(Weights.initialize(INFO.parameters(), 1), part);
    }

    static Trainer newTrainer(TrainerConfig config) {
        return new Trainer(config, new TinyTraining(), new Factory());
    }

    @Override
    protected void forward(float[] a, Worker w) {
        step(0, a, w);
        w.await();
        step(1, a, w);
    }

    @Override
    protected void step(int index, float[] a, Worker w) {
        switch (index) {
            case 0 -> classify(a, w);
            case 1 -> reuse(a, w);
            default -> throw new IndexOutOfBoundsException(index);
        }
    }

    private void classify(float[] a, Worker w) {
        requireZeroHalo(a, PROGRAM.inputOffset());
        if (w.part() == failingPart) {
            throw new IllegalStateException("worker " + failingPart + " failed");
        }
        for (int o = w.from(CLASSES); o < w.to(CLASSES); o++) {
            a[PROGRAM.outputOffset() + o] = bias[o] + dot(weight, o * INPUTS, a, PROGRAM.inputOffset(), mean);
        }
    }

    private static void reuse(float[] a, Worker w) {
        if (w.part() == 0) {
            // What a plan may do once the input is read: use its memory, halo included, for something else.
            java.util.Arrays.fill(a, 3, 3 + INPUT.imageStride(), 7f);
        }
    }

    static float dot(float[] weight, int row, float[] a, int offset, float[] mean) {
        float sum = 0;
        for (int i = 0; i < INPUTS; i++) {
            int channel = i / 12;
            sum += weight[row + i] * (a[offset + index(i)] - mean[channel]);
        }
        return sum;
    }

    /** Place of the i-th value (NCHW) in the layout. */
    static int index(int i) {
        return INPUT.offset(i % 12 / 4, i % 4) + i / 12;
    }

    static void requireZeroHalo(float[] a, int offset) {
        float sum = 0;
        for (int i = 0; i < INPUT.imageStride(); i++) {
            sum += Math.abs(a[offset + i]);
        }
        for (int i = 0; i < INPUTS; i++) {
            sum -= Math.abs(a[offset + index(i)]);
        }
        if (Math.abs(sum) > 1e-3) {
            throw new AssertionError("the halo holds " + sum);
        }
    }

    /** Lists the network. */
    public static final class Factory implements NetworkFactory {
        @Override
        public NetworkInfo info() {
            return INFO;
        }

        @Override
        public CompiledNetwork of(Weights weights) {
            return TinyNetwork.of(weights);
        }

        @Override
        public Trainer newTrainer(TrainerConfig config) {
            return TinyNetwork.newTrainer(config);
        }
    }
}
