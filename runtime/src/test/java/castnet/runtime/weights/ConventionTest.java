package castnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConventionTest {
    private static final ParameterSpec CONV =
            new ParameterSpec("stage1.7.conv.weight", List.of(2, 3, 5, 7), Role.WEIGHT, Init.HE_FAN_OUT);

    @Test
    void rulesAreTriedInOrder() {
        Convention convention = Convention.parse("test", """
                # a comment
                separator /
                weight kernel HWIO IO
                stage{s}.{b}.conv = s{s+1}b{b-3}
                stage{s}.* = rest.*
                """);
        assertThat(convention.key(CONV)).isEqualTo("s2b4/kernel");
        assertThat(convention.key(spec("stage1.x.y.bias", Role.BIAS, 4))).isEqualTo("rest.x.y/bias");
        assertThat(convention.key(spec("stageless.bias", Role.BIAS, 4))).isEqualTo("stageless/bias");
        assertThat(convention.key(spec("alone", Role.BIAS, 4))).isEqualTo("alone");
        assertThat(convention.shape(CONV)).containsExactly(5, 7, 3, 2);
        assertThat(convention.shape(spec("fc.weight", Role.WEIGHT, 4, 9))).containsExactly(9, 4);
        assertThat(convention.shape(spec("fc.bias", Role.BIAS, 4))).containsExactly(4);
    }

    /** Every order of axes, element by element, there and back. */
    @ParameterizedTest
    @ValueSource(strings = {"OIHW", "HWIO", "IOHW", "OHWI", "WHIO"})
    void axesComeWhereTheyBelong(String order) {
        Convention convention = Convention.parse("test", "weight weight " + order);
        float[] values = new float[2 * 3 * 5 * 7];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        float[] there = convention.toThere(CONV, values);
        List<Integer> shape = convention.shape(CONV);
        for (int o = 0; o < 2; o++) {
            for (int i = 0; i < 3; i++) {
                for (int h = 0; h < 5; h++) {
                    for (int w = 0; w < 7; w++) {
                        int at = 0;
                        for (int axis = 0; axis < 4; axis++) {
                            int index = switch (order.charAt(axis)) {
                                case 'O' -> o;
                                case 'I' -> i;
                                case 'H' -> h;
                                default -> w;
                            };
                            at = at * shape.get(axis) + index;
                        }
                        assertThat(there[at]).isEqualTo(values[((o * 3 + i) * 5 + h) * 7 + w]);
                    }
                }
            }
        }
        assertThat(convention.fromThere(CONV, there)).isEqualTo(values);
    }

    @Test
    void aPixelMayBeAConvolutionOrNot() {
        List<ParameterSpec> layer = List.of(spec("fc.weight", Role.WEIGHT, 2, 3));
        Weights fitted = Weights.builder()
                .put("fc.weight", List.of(2, 3, 1, 1), 1, 2, 3, 4, 5, 6)
                .build()
                .fitting("Net", layer);
        assertThat(fitted.shape("fc.weight")).containsExactly(2, 3);
        assertThat(fitted.values("fc.weight")).containsExactly(1, 2, 3, 4, 5, 6);
        Weights other = Weights.builder()
                .put("fc.weight", List.of(3, 2), 1, 2, 3, 4, 5, 6)
                .build();
        assertThatThrownBy(() -> other.fitting("Net", layer))
                .isInstanceOf(WeightsException.class)
                .hasMessage("the weights do not fit Net (0 of 1 arrays are as expected):\n"
                        + "  wrong shape fc.weight: expected [2, 3], found [3, 2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"weight", "weight kernel HWIX", "bias b IO", "kernel weight", "a = b c", "separator", "a b c d"})
    void whatMakesNoSense(String line) {
        assertThatThrownBy(() -> Convention.parse("mine", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("convention mine: “" + line + "” is none of: LAYER = LAYER");
    }

    @Test
    void holesOnTheRightStandOnTheLeft() {
        assertThatThrownBy(() -> Convention.parse("mine", "a{x} = b{y+1}"))
                .hasMessage("“a{x} = b{y+1}”: {y+1} stands on the right, but not on the left");
    }

    @Test
    void knownOnesAreListed() {
        assertThat(Conventions.all()).extracting(Convention::name).contains("keras", "pytorch-cifar");
        assertThatThrownBy(() -> Conventions.find("caffe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no convention caffe; there are: pytorch-cifar, ");
    }

    private static ParameterSpec spec(String key, Role role, Integer... shape) {
        return new ParameterSpec(key, List.of(shape), role, Init.ZEROS);
    }
}
