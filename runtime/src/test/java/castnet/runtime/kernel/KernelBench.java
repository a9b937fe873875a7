package castnet.runtime.kernel;

import castnet.runtime.kernel.ConvShapes.Spec;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.FloatVector;

/**
 * Speed of the forward convolutions on layers of ResNet-50 and MobileNet, one thread, one image, as a share of the peak that
 * twelve chains of fused multiply-adds reach in the same run. The command is in {@code docs/kernels.md}.
 *
 * <p>The property {@code castnet.bench.round} picks a round by rank: the median (7) by default, 0 the best, for a busy machine.
 */
public final class KernelBench {

    private static final int ROUNDS = 15;
    private static final double ROUND_NANOS = 10e6;
    private static final double WARM_UP_NANOS = 6e8;
    private static float sink;

    private record Layer(String name, ConvKernel kernel, Spec spec) {}

    private static final List<Layer> LAYERS = List.of(
            new Layer("1×1 64→64 @56²", ConvKernel.POINTWISE, Spec.of(64, 64, 56, 1, 1, 0, 1)),
            new Layer("1×1 64→256 @56²", ConvKernel.POINTWISE, Spec.of(64, 256, 56, 1, 1, 0, 1)),
            new Layer("1×1 256→64 @56²", ConvKernel.POINTWISE, Spec.of(256, 64, 56, 1, 1, 0, 1)),
            new Layer("1×1 256→512/2 @56²", ConvKernel.POINTWISE, Spec.of(256, 512, 56, 1, 2, 0, 1)),
            new Layer("1×1 128→512 @28²", ConvKernel.POINTWISE, Spec.of(128, 512, 28, 1, 1, 0, 1)),
            new Layer("1×1 512→128 @28²", ConvKernel.POINTWISE, Spec.of(512, 128, 28, 1, 1, 0, 1)),
            new Layer("1×1 256→1024 @14²", ConvKernel.POINTWISE, Spec.of(256, 1024, 14, 1, 1, 0, 1)),
            new Layer("1×1 1024→256 @14²", ConvKernel.POINTWISE, Spec.of(1024, 256, 14, 1, 1, 0, 1)),
            new Layer("1×1 512→2048 @7²", ConvKernel.POINTWISE, Spec.of(512, 2048, 7, 1, 1, 0, 1)),
            new Layer("1×1 2048→512 @7²", ConvKernel.POINTWISE, Spec.of(2048, 512, 7, 1, 1, 0, 1)),
            new Layer("3×3 16→16 @32²", ConvKernel.ROWS3, Spec.of(16, 16, 32, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @56²", ConvKernel.ROWS3, Spec.of(64, 64, 56, 3, 1, 1, 1)),
            new Layer("3×3 128→128/2 @56²", ConvKernel.ROWS3, Spec.of(128, 128, 56, 3, 2, 1, 1)),
            new Layer("3×3 128→128 @28²", ConvKernel.ROWS3, Spec.of(128, 128, 28, 3, 1, 1, 1)),
            new Layer("3×3 256→256 @14²", ConvKernel.ROWS3, Spec.of(256, 256, 14, 3, 1, 1, 1)),
            new Layer("3×3 512→512 @7²", ConvKernel.ROWS3, Spec.of(512, 512, 7, 3, 1, 1, 1)),
            new Layer("3×3 16→16 @32²", ConvKernel.WINOGRAD_F2, Spec.of(16, 16, 32, 3, 1, 1, 1)),
            new Layer("3×3 16→16 @32²", ConvKernel.WINOGRAD_F4, Spec.of(16, 16, 32, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @56²", ConvKernel.WINOGRAD_F2, Spec.of(64, 64, 56, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @56²", ConvKernel.WINOGRAD_F4, Spec.of(64, 64, 56, 3, 1, 1, 1)),
            new Layer("3×3 128→128 @28²", ConvKernel.WINOGRAD_F2, Spec.of(128, 128, 28, 3, 1, 1, 1)),
            new Layer("3×3 128→128 @28²", ConvKernel.WINOGRAD_F4, Spec.of(128, 128, 28, 3, 1, 1, 1)),
            new Layer("3×3 256→256 @14²", ConvKernel.WINOGRAD_F2, Spec.of(256, 256, 14, 3, 1, 1, 1)),
            new Layer("3×3 256→256 @14²", ConvKernel.WINOGRAD_F4, Spec.of(256, 256, 14, 3, 1, 1, 1)),
            new Layer("3×3 512→512 @7²", ConvKernel.WINOGRAD_F2, Spec.of(512, 512, 7, 3, 1, 1, 1)),
            new Layer("3×3 512→512 @7²", ConvKernel.WINOGRAD_F4, Spec.of(512, 512, 7, 3, 1, 1, 1)),
            new Layer("3×3 32→32 @16²", ConvKernel.ROWS3, Spec.of(32, 32, 16, 3, 1, 1, 1)),
            new Layer("3×3 32→32 @16²", ConvKernel.WINOGRAD_F2, Spec.of(32, 32, 16, 3, 1, 1, 1)),
            new Layer("3×3 32→32 @16²", ConvKernel.WINOGRAD_F4, Spec.of(32, 32, 16, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @8²", ConvKernel.ROWS3, Spec.of(64, 64, 8, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @8²", ConvKernel.WINOGRAD_F2, Spec.of(64, 64, 8, 3, 1, 1, 1)),
            new Layer("3×3 64→64 @8²", ConvKernel.WINOGRAD_F4, Spec.of(64, 64, 8, 3, 1, 1, 1)),
            new Layer(
                    "7×7/2 3→64 @224²",
                    ConvKernel.PATCHES,
                    new Spec(3, 64, 224, 224, 7, 7, 2, 2, 3, 3, 3, 3, 1, 1, 1, true, 0)),
            new Layer(
                    "3×3 3→16 @32²",
                    ConvKernel.PATCHES,
                    new Spec(3, 16, 32, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, true, 0)),
            new Layer("5×5 64→64 @28²", ConvKernel.PATCHES, Spec.of(64, 64, 28, 5, 1, 2, 1)),
            new Layer("fc 2048→1000", ConvKernel.POINTWISE, Spec.of(2048, 1000, 1, 1, 1, 0, 1)),
            new Layer("3×3 128→128 @56² g32", ConvKernel.GROUPED, Spec.of(128, 128, 56, 3, 1, 1, 32)),
            new Layer("3×3 dw 96 @56²", ConvKernel.DEPTHWISE, Spec.of(96, 96, 56, 3, 1, 1, 96)),
            new Layer("3×3/2 dw 96 @112²", ConvKernel.DEPTHWISE, Spec.of(96, 96, 112, 3, 2, 1, 96)),
            new Layer("5×5 dw 240 @28²", ConvKernel.DEPTHWISE, Spec.of(240, 240, 28, 5, 1, 2, 240)));

    private KernelBench() {}

    /** Prints a table; an argument keeps the layers whose kernel has that name. */
    public static void main(String[] arguments) {
        double peak = peak();
        System.out.printf("peak %.1f GFLOP/s, %d lanes%n", peak, Lanes.LANES);
        System.out.printf("%-22s %-12s", "layer", "kernel");
        for (Epilogue e : Epilogue.values()) {
            System.out.printf(" %15s", e);
        }
        System.out.println("   (GFLOP/s, of peak)");
        for (Layer layer : LAYERS) {
            if (arguments.length == 0 || layer.kernel.name().equalsIgnoreCase(arguments[0])) {
                System.out.printf("%-22s %-12s", layer.name, layer.kernel);
                for (Epilogue e : Epilogue.values()) {
                    double speed = speed(layer, e);
                    System.out.printf(" %8.1f %5.1f%%", speed, 100 * speed / peak);
                }
                System.out.println();
            }
        }
        System.out.println("checksum " + sink);
    }

    private static double speed(Layer layer, Epilogue e) {
        ConvShape s = layer.spec.shape();
        Random random = new Random(1);
        float[] x = new float[s.in().imageStride()];
        fill(x, random);
        float[] oihw =
                new float[s.out().channels() * (s.in().channels() / s.groups()) * s.kernelHeight() * s.kernelWidth()];
        fill(oihw, random);
        float[] bias = new float[Layout.roundUp(s.out().channels())];
        float[] r = new float[s.out().imageStride()];
        float[] y = new float[s.out().imageStride()];
        ConvKernel.Call call =
                new ConvKernel.Call(s, x, 0, layer.kernel.pack(s, oihw, 0), bias, r, 0, s.out(), y, 0, 1);
        Worker worker = Worker.alone(layer.kernel.scratchFloats(s));
        double nanos = median(() -> layer.kernel.run(e, call, worker));
        sink += y[y.length / 2];
        double flop = 2.0 * oihw.length * s.out().pixels();
        return flop / nanos;
    }

    private static void fill(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
    }

    /** Median over rounds of the time of one call; two rounds before them warm up. */
    private static double median(Runnable call) {
        long start = System.nanoTime();
        int calls = 0;
        do {
            call.run();
            calls++;
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        double once = (System.nanoTime() - start) / (double) calls;
        int repeat = (int) Math.max(1, ROUND_NANOS / once);
        double[] nanos = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < repeat; i++) {
                call.run();
            }
            nanos[round] = (System.nanoTime() - begin) / (double) repeat;
        }
        Arrays.sort(nanos);
        return nanos[Integer.getInteger("castnet.bench.round", ROUNDS / 2)];
    }

    private static double peak() {
        double best = 0;
        for (int i = 0; i < 30; i++) {
            int steps = 2_000_000;
            long begin = System.nanoTime();
            sink += chains(steps, 1e-9f);
            best = Math.max(best, 2.0 * 12 * Lanes.LANES * steps / (System.nanoTime() - begin));
        }
        return best;
    }

    private static float chains(int steps, float factor) {
        FloatVector f = FloatVector.broadcast(Lanes.SPECIES, factor);
        FloatVector a0 = f;
        FloatVector a1 = f;
        FloatVector a2 = f;
        FloatVector a3 = f;
        FloatVector a4 = f;
        FloatVector a5 = f;
        FloatVector a6 = f;
        FloatVector a7 = f;
        FloatVector a8 = f;
        FloatVector a9 = f;
        FloatVector a10 = f;
        FloatVector a11 = f;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(f, a0);
            a1 = a1.fma(f, a1);
            a2 = a2.fma(f, a2);
            a3 = a3.fma(f, a3);
            a4 = a4.fma(f, a4);
            a5 = a5.fma(f, a5);
            a6 = a6.fma(f, a6);
            a7 = a7.fma(f, a7);
            a8 = a8.fma(f, a8);
            a9 = a9.fma(f, a9);
            a10 = a10.fma(f, a10);
            a11 = a11.fma(f, a11);
        }
        return a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .add(a10)
                .add(a11)
                .reduceLanes(jdk.incubator.vector.VectorOperators.ADD);
    }
}
