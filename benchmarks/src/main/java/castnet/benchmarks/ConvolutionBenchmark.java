package castnet.benchmarks;

import castnet.runtime.kernel.ConvPointwise;
import castnet.runtime.kernel.ConvRows3;
import castnet.runtime.kernel.ConvShape;
import castnet.runtime.kernel.ConvWinogradF2;
import castnet.runtime.kernel.ConvWinogradF4;
import castnet.runtime.kernel.Peak;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The convolutions of ResNets on one thread: 1×1, and 3×3 direct and by Winograd, beside the peak of multiply-adds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ConvolutionBenchmark {
    private static final int PEAK_ROUNDS = 100_000;

    /** {@code in>out@side}: ResNet-50's 3×3 of the four stages, and CIFAR ResNet-20's. */
    @Param({"64>64@56", "128>128@28", "256>256@14", "512>512@7", "16>16@32", "32>32@16", "64>64@8"})
    public String layer = "";

    private Layer prepared = Layer.of("16>16@32");

    /** GFLOP per call of the whole layer, so that JMH prints GFLOP/s beside calls. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        public double gflop;
    }

    /** A layer's shapes, as 3×3 and as 1×1, its values and its weights packed for each kernel. */
    private record Layer(
            ConvShape rows,
            ConvShape pixel,
            float[] x,
            float[] y,
            float[] bias,
            float[] rowsWeights,
            float[] pixelWeights,
            float[] f2Weights,
            float[] f4Weights,
            Worker worker) {
        static Layer of(String text) {
            int[] sizes = Arrays.stream(text.split("[>@]", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            int in = sizes[0];
            int out = sizes[1];
            int side = sizes[2];
            Layout haloed = new Layout(in, side, side, Layout.roundUp(in), 1, 1, 1, 1);
            Layout plain = new Layout(in, side, side, Layout.roundUp(in), 0, 0, 0, 0);
            Layout output = new Layout(out, side, side, Layout.roundUp(out), 0, 0, 0, 0);
            ConvShape rows = new ConvShape(haloed, output, 3, 3, 1, 1, 1, 1, 1, 1, 1);
            ConvShape pixel = new ConvShape(plain, output, 1, 1, 1, 1, 0, 0, 1, 1, 1);
            SplittableRandom random = new SplittableRandom(1);
            float[] weights = random(random, out * in * 9);
            return new Layer(
                    rows,
                    pixel,
                    random(random, haloed.imageStride()),
                    new float[output.imageStride()],
                    random(random, Layout.roundUp(out)),
                    ConvRows3.pack(rows, weights, 0),
                    ConvPointwise.pack(pixel, weights, 0),
                    ConvWinogradF2.pack(rows, weights, 0),
                    ConvWinogradF4.pack(rows, weights, 0),
                    Worker.alone(Math.max(ConvWinogradF2.scratchFloats(rows), ConvWinogradF4.scratchFloats(rows))));
        }
    }

    @Setup
    public void prepare() {
        prepared = Layer.of(layer);
    }

    private static float[] random(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static double gflop(ConvShape s) {
        return 2e-9
                * s.out().channels()
                * s.in().channels()
                * s.kernelHeight()
                * s.kernelWidth()
                * s.out().pixels();
    }

    @Benchmark
    public void rows3x3(Work work) {
        Layer l = prepared;
        ConvRows3.biasRelu(l.rows, l.x, 0, l.rowsWeights, l.bias, l.y, 0, 1, l.worker);
        work.gflop += gflop(l.rows);
    }

    @Benchmark
    public void winogradF2(Work work) {
        Layer l = prepared;
        ConvWinogradF2.biasRelu(l.rows, l.x, 0, l.f2Weights, l.bias, l.y, 0, 1, l.worker);
        work.gflop += gflop(l.rows);
    }

    @Benchmark
    public void winogradF4(Work work) {
        Layer l = prepared;
        ConvWinogradF4.biasRelu(l.rows, l.x, 0, l.f4Weights, l.bias, l.y, 0, 1, l.worker);
        work.gflop += gflop(l.rows);
    }

    @Benchmark
    public void pointwise1x1(Work work) {
        Layer l = prepared;
        ConvPointwise.biasRelu(l.pixel, l.x, 0, l.pixelWeights, l.bias, l.y, 0, 1, l.worker);
        work.gflop += gflop(l.pixel);
    }

    /** The roofline's roof: multiply-adds alone. */
    @Benchmark
    public float peak(Work work) {
        work.gflop += 1e-9 * Peak.operationsPerRound() * PEAK_ROUNDS;
        return Peak.multiplyAdds(PEAK_ROUNDS);
    }
}
