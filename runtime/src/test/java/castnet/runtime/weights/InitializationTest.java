package castnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitializationTest {

    @Test
    void deviationsAreThoseOfTheFormulas() {
        assertThat(deviation(Init.HE_FAN_OUT, 0)).isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(1e-3));
        assertThat(deviation(Init.HE_FAN_IN, 0)).isCloseTo(Math.sqrt(2.0 / (32 * 9)), within(1e-3));
        assertThat(deviation(Init.XAVIER, 0)).isCloseTo(Math.sqrt(2.0 / (96 * 9)), within(1e-3));
        assertThat(deviation(Init.TORCH_LINEAR, 0)).isCloseTo(1 / Math.sqrt(3 * 32 * 9), within(1e-3));
        assertThat(deviation(Init.TORCH_LINEAR, 100)).isCloseTo(1 / Math.sqrt(3 * 100), within(1e-3));
        assertThat(deviation(Init.ZEROS, 0)).isZero();
    }

    @Test
    void uniformValuesStayWithinTheirBound() {
        float bound = (float) (1 / Math.sqrt(32 * 9));
        for (float value : values(spec("w", Init.TORCH_LINEAR, 0), 3)) {
            assertThat(value).isBetween(-bound, bound);
        }
    }

    @Test
    void anArrayDependsOnItsKeyAndTheSeedAlone() {
        ParameterSpec a = spec("a", Init.HE_FAN_OUT, 0);
        ParameterSpec b = spec("b", Init.HE_FAN_OUT, 0);
        float[] alone = Weights.initialize(List.of(b), 7).values("b");
        float[] second = Weights.initialize(List.of(a, b), 7).values("b");
        assertThat(second).isEqualTo(alone);
        assertThat(values(a, 7)).isNotEqualTo(values(b, 7));
        assertThat(values(a, 8)).isNotEqualTo(values(a, 7));
    }

    @Test
    void theBitsArePinned() {
        ParameterSpec spec = new ParameterSpec("conv1.weight", List.of(1, 1, 1, 3), Role.WEIGHT, Init.HE_FAN_OUT);
        float[] values = values(spec, 42);
        assertThat(IntStream.range(0, 3)
                        .map(i -> Float.floatToRawIntBits(values[i]))
                        .boxed())
                .containsExactly(1056036850, -1106463170, 1029091890);
    }

    @Test
    void shapesAreChecked() {
        assertThatThrownBy(() -> new ParameterSpec("fc.bias", List.of(3), Role.BIAS, Init.TORCH_LINEAR))
                .hasMessageContaining("without the fan-in");
        assertThatThrownBy(() -> new ParameterSpec("x", List.of(0), Role.BIAS, Init.ZEROS))
                .hasMessageContaining("is not a shape");
    }

    private static double deviation(Init init, int fanIn) {
        double sum = 0;
        double squares = 0;
        float[] values = values(spec("layer.weight", init, fanIn), 1);
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        assertThat(sum / values.length).isCloseTo(0, within(2e-3));
        return Math.sqrt(squares / values.length);
    }

    private static float[] values(ParameterSpec spec, long seed) {
        return Weights.initialize(List.of(spec), seed).values(spec.key());
    }

    private static ParameterSpec spec(String key, Init init, int fanIn) {
        return new ParameterSpec(key, List.of(64, 32, 3, 3), Role.WEIGHT, init, fanIn);
    }
}
