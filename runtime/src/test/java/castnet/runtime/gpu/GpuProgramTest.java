package castnet.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import castnet.runtime.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuProgramTest {
    private static final GpuTensor INPUT = new GpuTensor(0, 3, 2, 2);
    private static final GpuTensor OUTPUT = new GpuTensor(64, 2, 1, 1);
    private static final GpuWeight WEIGHT = new GpuWeight("fc", 8, weights -> weights.values("fc.weight"));

    private static GpuLaunch launch(GpuArgument... arguments) {
        return new GpuLaunch("linear_3_2", "fc", 1, 1, 32, 0, List.of(arguments));
    }

    private static GpuProgram program(long arenaBytes, List<GpuWeight> weights, GpuLaunch... launches) {
        return new GpuProgram(
                GpuProgramTest.class, "X", "CompiledX.cu", arenaBytes, weights, List.of(launches), INPUT, OUTPUT);
    }

    @Test
    void aProgramNamesItsResources() {
        GpuProgram program = program(
                128,
                List.of(WEIGHT),
                launch(new GpuArgument.Arena(0), new GpuArgument.Weight(0), new GpuArgument.Arena(64)));
        assertThat(program.source()).isEqualTo("CompiledX.cu");
        assertThat(program.fatbin()).isEqualTo("CompiledX.fatbin");
        assertThat(program.input().floats()).isEqualTo(12);
    }

    @Test
    void argumentsLieInside() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(128, List.of(WEIGHT), launch(new GpuArgument.Weight(1))))
                .withMessageContaining("X, launch of fc: Weight[index=1] lies outside of 1 weights");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(128, List.of(), launch(new GpuArgument.Arena(128))))
                .withMessageContaining("an arena of 128 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuArgument.Weight(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpuArgument.Arena(4))
                .withMessage("an offset is a multiple of 64 bytes, found 4");
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuArgument.Arena(-64));
    }

    @Test
    void tensorsLieInside() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(64, List.of()))
                .withMessage("X: the output needs 2 floats at byte 64, outside of an arena of 64 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(100, List.of()))
                .withMessageContaining("found 100");
        assertThatIllegalArgumentException().isThrownBy(() -> program(0, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpuTensor(0, 1, 0, 1))
                .withMessage("1×0×1 is no shape");
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuTensor(0, 1 << 16, 1 << 16, 1));
    }

    @Test
    void weightsAreNamedOnceAndHaveTheirLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program(128, List.of(WEIGHT, WEIGHT)))
                .withMessage("X: two weights of the name fc");
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuWeight("fc", 0, weights -> new float[0]));
        Weights weights = Weights.builder()
                .put("fc.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .build();
        assertThat(new GpuWeight("fc", 6, w -> w.values("fc.weight")).of(weights))
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThatIllegalStateException()
                .isThrownBy(() -> WEIGHT.of(weights))
                .withMessage("the weights of fc: expected 8 floats, found 6");
    }

    @Test
    void launchesKeepTheLimitsOfTheDevice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpuLaunch("a-b", "fc", 1, 1, 32, 0, List.of()))
                .withMessage("launch of fc: no name of a kernel, found a-b");
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuLaunch("k", "fc", 0, 1, 32, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuLaunch("k", "fc", 1, 65_536, 32, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuLaunch("k", "fc", 1, 1, 1025, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuLaunch("k", "fc", 1, 1, 32, -1, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new GpuLaunch("k", "fc", 1, 1, 32, 232_449, List.of()));
    }
}
