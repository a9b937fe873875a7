package castnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedConvTest {
    private static final Weights WEIGHTS = Weights.builder()
            .put("conv.weight", List.of(2, 1, 1, 2), 1, 2, 3, 4)
            .put("conv.bias", List.of(2), 0.5f, -0.5f)
            .put("bn.weight", List.of(2), 2, -1)
            .put("bn.bias", List.of(2), 10, 20)
            .put("bn.running_mean", List.of(2), 1, 2)
            .put("bn.running_var", List.of(2), 4, 0)
            .put("other.weight", List.of(3), 1, 1, 1)
            .put("other.bias", List.of(2), 1, 1)
            .build();

    @Test
    void aConvolutionFollowedByItsNormIsOneConvolution() {
        FoldedConv folded = FoldedConv.of(WEIGHTS, "conv.weight", "conv.bias", "bn", 1e-3);
        double s0 = 2 / Math.sqrt(4.001);
        double s1 = -1 / Math.sqrt(0.001);
        assertThat(folded.weight()).containsExactly((float) s0, (float) (2 * s0), (float) (3 * s1), (float) (4 * s1));
        assertThat(folded.paddedBias()).hasSize(16);
        assertThat((double) folded.paddedBias()[0]).isCloseTo(10 + (0.5 - 1) * s0, within(1e-6));
        assertThat((double) folded.paddedBias()[1]).isCloseTo(20 + (-0.5 - 2) * s1, within(1e-5));
        assertThat(folded.paddedBias()[2]).isZero();
    }

    @Test
    void biasAndNormMayBeAbsent() {
        FoldedConv plain = FoldedConv.of(WEIGHTS, "conv.weight", null, null, 0);
        assertThat(plain.weight()).containsExactly(1, 2, 3, 4);
        assertThat(plain.paddedBias()).containsOnly(0);
        FoldedConv normed = FoldedConv.of(WEIGHTS, "conv.weight", null, "bn", 1e-3);
        assertThat((double) normed.paddedBias()[0]).isCloseTo(10 - 2 / Math.sqrt(4.001), within(1e-6));
    }

    @Test
    void twoPointwiseConvolutionsAreOne() {
        Weights weights = Weights.builder()
                .put("first.weight", List.of(3, 2, 1, 1), 1, 2, 3, 4, 5, 6)
                .put("first.bias", List.of(3), 1, -1, 2)
                .put("second.weight", List.of(1, 3, 1, 1), 0.5f, 2, -1)
                .put("second.bias", List.of(1), 10)
                .build();
        FoldedConv first = FoldedConv.of(weights, "first.weight", "first.bias", null, 0);
        FoldedConv product =
                FoldedConv.of(weights, "second.weight", "second.bias", null, 0).after(first);
        assertThat(product.weight()).containsExactly(0.5f + 6 - 5, 1 + 8 - 6);
        assertThat(product.paddedBias()).hasSize(16).startsWith(10 + 0.5f - 2 - 2, 0);
        assertThat(first.weight()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> first.after(product))
                .isInstanceOf(WeightsException.class)
                .hasMessage("a 1×1 convolution of 6 weights and 3 outputs cannot follow one with 1 outputs");
    }

    @Test
    void aNormAloneIsScaleAndShift() {
        FoldedNorm norm = FoldedNorm.of(WEIGHTS, "bn", 1e-3);
        assertThat(norm.scale()).hasSize(16).startsWith((float) (2 / Math.sqrt(4.001)));
        assertThat((double) norm.shift()[0]).isCloseTo(10 - 2 / Math.sqrt(4.001), within(1e-6));
        assertThat(norm.shift()[2]).isZero();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> FoldedConv.of(WEIGHTS, "conv.weight", null, "bn", 0))
                .hasMessageContaining("bn.running_var: element 1 is 0.0");
        assertThatThrownBy(() -> FoldedNorm.of(WEIGHTS, "other", 1e-5))
                .hasMessage("other.bias: expected [3], found [2]");
        assertThatThrownBy(() -> FoldedConv.of(WEIGHTS, "conv.weight", null, "bn2", 1e-5))
                .hasMessageContaining("no array \"bn2.weight\"");
    }
}
