package castnet.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every forward convolution and epilogue against {@link ReferenceConv}. Tolerance: the bound of a chain of {@code K} rounded
 * operations, {@code (K + 2) * 2^-24} times the sum of the absolute values of all terms. Winograd's transforms mix the pixels of a
 * tile, so an error there is measured by the largest such sum of the layer; at least twice the largest one seen is allowed, which is far
 * below what a wrong coefficient or pixel makes.
 */
class ConvForwardTest {

    private static final Set<ConvKernel> THREE =
            EnumSet.of(ConvKernel.ROWS3, ConvKernel.WINOGRAD_F2, ConvKernel.WINOGRAD_F4);
    private static final int[] TEAMS = {1, 2, 3};

    static Stream<ConvShape> shapes() {
        return ConvShapes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyKernelAndEpilogueAgreesWithTheReference(ConvShape s) {
        for (int n : new int[] {1, 3}) {
            ConvCase data = new ConvCase(s, n, s.hashCode());
            ReferenceConv.Result expected =
                    ReferenceConv.forward(s, data.x, data.offset(), data.oihw, data.offset(), data.bias, n);
            for (ConvKernel kernel : kernels(s)) {
                for (Epilogue e : Epilogue.values()) {
                    check(kernel, e, data, expected);
                }
            }
        }
    }

    private static Set<ConvKernel> kernels(ConvShape s) {
        EnumSet<ConvKernel> kernels = EnumSet.allOf(ConvKernel.class);
        kernels.removeIf(kernel -> !kernel.supports(s));
        return kernels;
    }

    private static void check(ConvKernel kernel, Epilogue e, ConvCase data, ReferenceConv.Result expected) {
        String label = kernel + " " + e + " n=" + data.n;
        float[] first = run(kernel, e, data, data.output(), false, 1);
        compare(kernel, e, data, first, expected);
        for (int parts : TEAMS) {
            assertThat(bits(run(kernel, e, data, data.output(), false, parts)))
                    .as(label + ", bits of a team of " + parts)
                    .isEqualTo(bits(first));
            if (adds(e)) {
                float[] inPlace = run(kernel, e, data, data.outputWithResidual(), true, parts);
                assertThat(bits(inPlace))
                        .as(label + ", in place, team of " + parts)
                        .isEqualTo(bits(first));
            }
        }
    }

    private static float[] run(ConvKernel kernel, Epilogue e, ConvCase data, float[] y, boolean inPlace, int parts) {
        ConvShape s = data.s;
        float[] packed = kernel.pack(s, data.oihw, data.offset());
        float[] r = inPlace ? y : data.r;
        Layout rl = inPlace ? s.out() : data.rl;
        ConvKernel.Call call = new ConvKernel.Call(
                s, data.x, data.offset(), packed, data.bias, r, data.offset(), rl, y, data.offset(), data.n);
        for (int part = 0; part < parts; part++) {
            kernel.run(e, call, Worker.slice(part, parts, kernel.scratchFloats(s)));
        }
        return y;
    }

    private static void compare(
            ConvKernel kernel, Epilogue e, ConvCase data, float[] y, ReferenceConv.Result expected) {
        String label = kernel + " " + e + " n=" + data.n;
        double largest = Arrays.stream(expected.magnitudes()).max().orElseThrow();
        ConvShape s = data.s;
        Layout out = s.out();
        float[] untouched = y.clone();
        data.forEachPixel((image, row, column) -> {
            int at = data.outputAt(image, row, column);
            for (int o = 0; o < out.channels(); o++) {
                int index = ((image * out.channels() + o) * out.height() + row) * out.width() + column;
                double residual = adds(e) ? data.r[data.residualAt(image, row, column) + o] : 0;
                double sum = expected.values()[index] + residual;
                double value = e == Epilogue.BIAS_RELU || e == Epilogue.BIAS_ADD_RELU ? Math.max(0, sum) : sum;
                double magnitude = expected.magnitudes()[index] + Math.abs(residual);
                double tolerance = kernel.tolerance(s, magnitude, largest + Math.abs(residual));
                if (!(Math.abs(y[at + o] - value) <= tolerance)) {
                    assertThat((double) y[at + o])
                            .as("%s of %s at image %d, channel %d, (%d, %d)", label, s, image, o, row, column)
                            .isCloseTo(value, org.assertj.core.data.Offset.offset(tolerance));
                }
            }
            for (int c = 0; c < out.channelStride(); c++) {
                assertThat(y[at + c]).as(label + ", padding channel " + c).isFinite();
                untouched[at + c] = ConvCase.POISON;
            }
        });
        assertThat(untouched)
                .as(label + " of " + s + " outside of the interior")
                .containsOnly(ConvCase.POISON);
    }

    private static boolean adds(Epilogue e) {
        return e == Epilogue.BIAS_ADD || e == Epilogue.BIAS_ADD_RELU;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    @Test
    void theShapesReachEveryKernel() {
        for (ConvKernel kernel : ConvKernel.values()) {
            assertThat(shapes().filter(kernel::supports).count())
                    .as(kernel.name())
                    .isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(ConvKernel.class)
    void aTeamPacksTheSameWeightsAsOneWorker(ConvKernel kernel) {
        shapes().filter(kernel::supports).forEach(s -> {
            ConvCase data = new ConvCase(s, 1, 1);
            float[] whole = kernel.pack(s, data.oihw, data.offset());
            float[] shared = new float[whole.length];
            Arrays.fill(shared, Float.NaN);
            for (int part = 0; part < 3; part++) {
                kernel.pack(s, data.oihw, data.offset(), shared, Worker.slice(part, 3, 0));
            }
            assertThat(shared).isEqualTo(whole);
        });
    }

    @ParameterizedTest
    @EnumSource(ConvKernel.class)
    void reluKeepsNaNAndReturnsPositiveZero(ConvKernel kernel) {
        int groups = kernel == ConvKernel.DEPTHWISE ? 16 : 1;
        int size = THREE.contains(kernel) ? 3 : 1;
        ConvShape s = ConvShapes.Spec.of(16, 16, 8, size, 1, size / 2, groups).shape();
        ConvCase data = new ConvCase(s, 1, 3);
        Arrays.fill(data.bias, 0f);
        Arrays.fill(data.oihw, -0f);
        // Far from the first pixel: Winograd's kernels spread it over a tile.
        data.x[data.offset() + s.in().offset(6, 6)] = Float.NaN;
        float[] y = run(kernel, Epilogue.BIAS_RELU, data, data.output(), false, 1);
        assertThat(y[data.outputAt(0, 6, 6)]).isNaN();
        assertThat(Float.floatToRawIntBits(y[data.outputAt(0, 0, 0)])).isZero();
    }

    @Test
    void tooLittleScratchIsReportedWithBothSizes() {
        ConvShape s = ConvShapes.Spec.of(16, 16, 8, 5, 1, 2, 1).shape();
        ConvCase data = new ConvCase(s, 1, 3);
        ConvKernel.Call call = new ConvKernel.Call(
                s,
                data.x,
                data.offset(),
                new float[ConvPatches.packedFloats(s)],
                data.bias,
                data.r,
                0,
                data.rl,
                data.output(),
                data.offset(),
                1);
        for (ConvKernel kernel : List.of(ConvKernel.PATCHES, ConvKernel.GROUPED)) {
            assertThatThrownBy(() -> kernel.run(Epilogue.BIAS, call, Worker.alone(100)))
                    .hasMessageContaining("needs %d floats", 96 * (5 * 5 * 16 + 16))
                    .hasMessageContaining("has 100");
        }
    }

    @Test
    void aShapeOfAnotherKernelIsRefused() {
        ConvShape s = ConvShapes.Spec.of(16, 16, 8, 5, 1, 2, 1).shape();
        ConvCase data = new ConvCase(s, 1, 3);
        ConvKernel.Call call =
                new ConvKernel.Call(s, data.x, 0, data.oihw, data.bias, data.r, 0, data.rl, data.output(), 0, 1);
        for (ConvKernel kernel : List.of(
                ConvKernel.POINTWISE,
                ConvKernel.ROWS3,
                ConvKernel.DEPTHWISE,
                ConvKernel.WINOGRAD_F2,
                ConvKernel.WINOGRAD_F4)) {
            assertThatThrownBy(() -> kernel.run(Epilogue.BIAS, call, Worker.alone(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("computes");
        }
    }
}
