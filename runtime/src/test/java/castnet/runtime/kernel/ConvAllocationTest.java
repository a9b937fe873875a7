package castnet.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.kernel.ConvShapes.Spec;
import castnet.runtime.thread.Worker;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiled kernels allocate nothing: a vector that C2 cannot keep in a register becomes an object, which this shows and a timing
 * on a busy machine does not.
 */
class ConvAllocationTest {

    static Stream<Arguments> kernels() {
        return Stream.of(
                Arguments.of(ConvKernel.POINTWISE, Spec.of(64, 32, 9, 1, 1, 0, 1)),
                Arguments.of(ConvKernel.POINTWISE, Spec.of(64, 100, 1, 1, 1, 0, 1)),
                Arguments.of(ConvKernel.ROWS3, Spec.of(16, 32, 9, 3, 1, 1, 1)),
                Arguments.of(ConvKernel.WINOGRAD_F2, Spec.of(16, 32, 9, 3, 1, 1, 1)),
                Arguments.of(ConvKernel.WINOGRAD_F4, Spec.of(16, 32, 9, 3, 1, 1, 1)),
                Arguments.of(ConvKernel.PATCHES, Spec.of(16, 32, 9, 5, 1, 2, 1)),
                Arguments.of(ConvKernel.GROUPED, Spec.of(32, 32, 9, 3, 1, 1, 8)),
                Arguments.of(ConvKernel.DEPTHWISE, Spec.of(32, 32, 9, 3, 1, 1, 32)),
                Arguments.of(ConvKernel.DEPTHWISE, Spec.of(32, 32, 9, 5, 1, 2, 32)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aCompiledKernelAllocatesNothing(ConvKernel kernel, Spec spec) {
        ConvShape s = spec.shape();
        ConvCase data = new ConvCase(s, 1, 1);
        float[] packed = kernel.pack(s, data.oihw, data.offset());
        ConvKernel.Call call = new ConvKernel.Call(
                s,
                data.x,
                data.offset(),
                packed,
                data.bias,
                data.r,
                data.offset(),
                data.rl,
                data.output(),
                data.offset(),
                1);
        Worker worker = Worker.alone(kernel.scratchFloats(s));
        for (Epilogue e : Epilogue.values()) {
            assertThat(SteadyBytes.of(() -> kernel.run(e, call, worker)))
                    .as("bytes of %d calls of %s %s on %s", SteadyBytes.CALLS, kernel, e, s)
                    .isZero();
        }
    }
}
