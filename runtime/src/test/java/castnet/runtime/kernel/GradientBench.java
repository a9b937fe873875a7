package castnet.runtime.kernel;

import castnet.runtime.kernel.ConvShapes.Spec;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Times the gradients of convolutions beside their forward kernel, on one thread: milliseconds for a batch, and how many times the
 * forward that is. Figures in docs/kernels.md come from here.
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector -cp runtime/target/classes:runtime/target/test-classes \
 *     castnet.runtime.kernel.GradientBench [images, 32 without it] [part of a layer's name]
 * </pre>
 */
public final class GradientBench {
    private static final int ROUNDS = 7;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long ROUND_NANOS = 50_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private record Layer(String name, ConvKernel kernel, Spec spec) {}

    private static final List<Layer> LAYERS = List.of(
            new Layer("3×3 16→16 @32²", ConvKernel.ROWS3, Spec.of(16, 16, 32, 3, 1, 1, 1)),
            new Layer("3×3/2 16→32 @32²", ConvKernel.ROWS3, Spec.of(16, 32, 32, 3, 2, 1, 1)),
            new Layer("3×3 32→32 @16²", ConvKernel.ROWS3, Spec.of(32, 32, 16, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @8²", ConvKernel.ROWS3, Spec.of(64, 64, 8, 3, 1, 1, 1)),
            new Layer("1×1/2 32→64 @16²", ConvKernel.POINTWISE, Spec.of(32, 64, 16, 1, 2, 0, 1)),
            new Layer("fc 64→10", ConvKernel.POINTWISE, Spec.of(64, 10, 1, 1, 1, 0, 1)),
            new Layer("3×3 64→64 @56²", ConvKernel.ROWS3, Spec.of(64, 64, 56, 3, 1, 1, 1)),
            new Layer("3×3/2 64→128 @56²", ConvKernel.ROWS3, Spec.of(64, 128, 56, 3, 2, 1, 1)),
            new Layer("3×3 128→128 @28²", ConvKernel.ROWS3, Spec.of(128, 128, 28, 3, 1, 1, 1)),
            new Layer("3×3 512→512 @7²", ConvKernel.ROWS3, Spec.of(512, 512, 7, 3, 1, 1, 1)),
            new Layer("1×1 64→256 @56²", ConvKernel.POINTWISE, Spec.of(64, 256, 56, 1, 1, 0, 1)),
            new Layer("1×1/2 256→512 @56²", ConvKernel.POINTWISE, Spec.of(256, 512, 56, 1, 2, 0, 1)),
            new Layer("3×3 128→128 @28² g32", ConvKernel.GROUPED, Spec.of(128, 128, 28, 3, 1, 1, 32)),
            new Layer("3×3 dw 96 @56²", ConvKernel.DEPTHWISE, Spec.of(96, 96, 56, 3, 1, 1, 96)),
            new Layer("3×3/2 dw 96 @56²", ConvKernel.DEPTHWISE, Spec.of(96, 96, 56, 3, 2, 1, 96)),
            new Layer("5×5 dw 240 @28²", ConvKernel.DEPTHWISE, Spec.of(240, 240, 28, 5, 1, 2, 240)));

    private GradientBench() {}

    /** Prints a table. */
    public static void main(String[] arguments) {
        int n = arguments.length == 0 ? 32 : Integer.parseInt(arguments[0]);
        System.out.printf(
                "%-22s %10s %18s %18s   (ms for %d images, × forward)%n", "layer", "forward", "data", "weight", n);
        for (Layer layer : LAYERS) {
            if (arguments.length < 2 || layer.name.contains(arguments[1])) {
                new Timing(layer, n).print();
            }
        }
    }

    private static final class Timing {
        private final Layer layer;
        private final ConvShape s;
        private final int n;
        private final Random random = new Random(1);

        Timing(Layer layer, int n) {
            this.layer = layer;
            this.s = layer.spec.shape();
            this.n = n;
        }

        void print() {
            int halo = s.strideHeight() == 1 && s.groups() == 1 ? s.kernelHeight() - 1 - s.padTop() : 0;
            Layout dyl = TestTensor.withHalo(s.out(), halo, halo, halo, halo);
            Layout dxl = Layout.blocked(s.in().channels(), s.in().height(), s.in().width());
            float[] x = random(n * s.in().imageStride());
            float[] y = new float[n * s.out().imageStride()];
            float[] dy = random(n * dyl.imageStride());
            float[] dx = new float[n * dxl.imageStride()];
            int taps = s.kernelHeight() * s.kernelWidth();
            float[] oihw = random(s.out().channels() * (s.in().channels() / s.groups()) * taps);
            float[] gradient = new float[oihw.length];
            float[] bias = new float[Layout.roundUp(s.out().channels())];
            float[] weights = layer.kernel.pack(s, oihw, 0);
            float[] packed = new float[ConvGradient.packedDataFloats(s, dyl, dxl)];
            Worker w = Worker.alone(layer.kernel.scratchFloats(s)
                    + ConvGradient.dataScratchFloats(s)
                    + ConvGradient.weightScratchFloats(s));
            ConvGradient.packData(s, dyl, dxl, oihw, 0, packed, w);
            ConvKernel.Call call = new ConvKernel.Call(s, x, 0, weights, bias, y, 0, s.out(), y, 0, n);
            double forward = best(() -> layer.kernel.run(Epilogue.BIAS_RELU, call, w));
            double data = best(() -> ConvGradient.data(s, dy, 0, dyl, packed, dx, 0, dxl, false, n, w));
            double weight = best(() -> ConvGradient.weight(s, x, 0, dy, 0, dyl, gradient, 0, n, w));
            System.out.printf(
                    "%-22s %10.3f %10.3f %5.2f × %10.3f %5.2f ×%n",
                    layer.name, forward, data, data / forward, weight, weight / forward);
        }

        private float[] random(int length) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
            return values;
        }
    }

    /** The thread's own time of the best round, since other work on the machine only ever adds time. */
    private static double best(Runnable call) {
        long start = THREADS.getCurrentThreadCpuTime();
        int calls = 0;
        long spent;
        do {
            call.run();
            calls++;
            spent = THREADS.getCurrentThreadCpuTime() - start;
        } while (spent < WARM_UP_NANOS);
        int repeat = (int) Math.max(1, ROUND_NANOS * calls / spent);
        double[] nanos = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < repeat; i++) {
                call.run();
            }
            nanos[round] = (THREADS.getCurrentThreadCpuTime() - begin) / (double) repeat;
        }
        return Arrays.stream(nanos).min().orElseThrow() / 1e6;
    }
}
