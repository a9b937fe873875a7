package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.kernel.ConvShapes.Spec;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled gradients, norms, pools and element by element kernels allocate nothing. */
class GradientAllocationTest {
    private static final int IMAGES = 2;
    private static final Layout L = TestTensor.withHalo(Layout.blocked(32, 9, 9), 1, 1, 1, 1);
    private static final Worker W = Worker.alone(200_000);

    private static TestTensor tensor() {
        return TestTensor.input(L, IMAGES, new Random(1));
    }

    static Stream<Named<Runnable>> convolutions() {
        return Stream.of(
                        Spec.of(32, 32, 9, 3, 1, 1, 1),
                        Spec.of(32, 32, 9, 1, 1, 0, 1),
                        Spec.of(32, 32, 9, 5, 1, 2, 1),
                        Spec.of(32, 32, 9, 3, 2, 1, 1),
                        Spec.of(32, 32, 9, 3, 1, 1, 8),
                        Spec.of(32, 32, 9, 3, 1, 1, 32),
                        Spec.of(32, 32, 9, 5, 2, 2, 32))
                .flatMap(GradientAllocationTest::convolution);
    }

    private static Stream<Named<Runnable>> convolution(Spec spec) {
        ConvShape s = spec.shape();
        TestTensor x = TestTensor.input(s.in(), IMAGES, new Random(1));
        Layout dyl = TestTensor.withHalo(s.out(), 2, 2, 2, 2);
        TestTensor dy = TestTensor.input(dyl, IMAGES, new Random(2));
        TestTensor dx = TestTensor.input(L, IMAGES, new Random(3));
        float[] oihw = new float[32 * 32 / s.groups() * s.kernelHeight() * s.kernelWidth()];
        float[] packed = new float[ConvGradient.packedDataFloats(s, dyl, L)];
        return Stream.of(
                Named.of("pack " + spec, () -> ConvGradient.packData(s, dyl, L, oihw, 0, packed, W)),
                Named.of(
                        "data " + spec,
                        () -> ConvGradient.data(s, dy.a, AT, dyl, packed, dx.a, AT, L, true, IMAGES, W)),
                Named.of("weight " + spec, () -> ConvGradient.weight(s, x.a, AT, dy.a, AT, dyl, oihw, 0, IMAGES, W)));
    }

    static Stream<Named<Runnable>> norms() {
        TestTensor x = tensor();
        TestTensor y = tensor();
        TestTensor r = tensor();
        float[] c = new float[32];
        float[] p = new float[IMAGES * 4 * 32];
        return Stream.of(
                Named.of("statistics", () -> BatchNorm.statistics(L, x.a, AT, p, 0, IMAGES, W)),
                Named.of("finish", () -> BatchNorm.finish(L, p, 0, c, c, c, 0, c, 0, 0.1f, 1e-5f, IMAGES, W)),
                Named.of("affine", () -> BatchNorm.affine(L, x.a, AT, c, c, L, y.a, AT, IMAGES, W)),
                Named.of(
                        "normalizeRelu",
                        () -> BatchNorm.normalizeRelu(L, x.a, AT, c, c, c, 0, c, 0, L, y.a, AT, IMAGES, W)),
                Named.of(
                        "normalizeAddRelu",
                        () -> BatchNorm.normalizeAddRelu(
                                L, x.a, AT, c, c, c, 0, c, 0, L, r.a, AT, L, y.a, AT, IMAGES, W)),
                Named.of("gradientSums", () -> BatchNorm.gradientSums(L, y.a, AT, L, x.a, AT, c, c, p, 0, IMAGES, W)),
                Named.of(
                        "gradientSumsRelu",
                        () -> BatchNorm.gradientSumsRelu(L, y.a, AT, L, r.a, AT, L, x.a, AT, c, c, p, 0, IMAGES, W)),
                Named.of(
                        "gradient",
                        () -> BatchNorm.gradient(
                                L, y.a, AT, L, x.a, AT, c, c, c, 0, c, 0, c, 0, L, y.a, AT, IMAGES, W)),
                Named.of(
                        "gradientRelu",
                        () -> BatchNorm.gradientRelu(
                                L, y.a, AT, L, r.a, AT, L, x.a, AT, c, c, c, 0, c, 0, c, 0, L, y.a, AT, IMAGES, W)),
                Named.of(
                        "gradientAddRelu",
                        () -> BatchNorm.gradientAddRelu(
                                L, y.a, AT, L, r.a, AT, L, x.a, AT, c, c, c, 0, c, 0, c, 0, L, y.a, AT, L, x.a, AT,
                                IMAGES, W)));
    }

    static Stream<Named<Runnable>> others() {
        TestTensor x = tensor();
        TestTensor y = tensor();
        Layout half = Layout.blocked(32, 5, 5);
        TestTensor small = TestTensor.input(half, IMAGES, new Random(1));
        PoolShape s = new PoolShape(L, half, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1);
        return Stream.of(
                Named.of("bias", () -> ConvGradient.bias(L, 32, x.a, AT, y.a, 0, IMAGES, W)),
                Named.of("max", () -> Pooling.max(s, x.a, AT, small.a, AT, IMAGES, W)),
                Named.of(
                        "maxGradient", () -> Pooling.maxGradient(s, x.a, AT, half, small.a, AT, L, y.a, AT, IMAGES, W)),
                Named.of("average", () -> Pooling.average(s, x.a, AT, small.a, AT, true, IMAGES, W)),
                Named.of(
                        "averageGradient",
                        () -> Pooling.averageGradient(s, half, small.a, AT, L, y.a, AT, true, IMAGES, W)),
                Named.of("globalAverage", () -> Pooling.globalAverage(L, x.a, AT, half, small.a, AT, IMAGES, W)),
                Named.of("addRelu", () -> Elementwise.addRelu(L, x.a, AT, L, y.a, AT, L, y.a, AT, IMAGES, W)),
                Named.of("reluGradient", () -> Elementwise.reluGradient(L, x.a, AT, L, y.a, AT, L, x.a, AT, IMAGES, W)),
                Named.of("dropout", () -> Elementwise.dropout(L, x.a, AT, L, y.a, AT, 0.5f, 1, 2, 3, IMAGES, W)));
    }

    static Stream<Named<Runnable>> activations() {
        TestTensor x = tensor();
        TestTensor y = tensor();
        return Stream.of(ActivationsTest.Function.values())
                .flatMap(f -> Stream.of(
                        Named.of(
                                f.name(),
                                () -> Activations.forward(f.number, f.alpha, L, x.a, AT, L, y.a, AT, IMAGES, W)),
                        Named.of(
                                f + " gradient",
                                () -> Activations.gradient(
                                        f.number, f.alpha, L, x.a, AT, L, x.a, AT, L, y.a, AT, L, y.a, AT, IMAGES,
                                        W))));
    }

    @ParameterizedTest
    @MethodSource({"convolutions", "norms", "others", "activations"})
    void aCompiledKernelAllocatesNothing(Runnable kernel) {
        assertThat(SteadyBytes.of(kernel)).isZero();
    }
}
