package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.processor.reference.Nets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KernelSelectorTest {
    private static final Graph LARGE = Nets.basicResNet(2, 2, 2, 2);
    private static final Graph SMALL = Nets.cifarResNet(3, 16, 32);
    private static final PlanOptions DIRECT = new PlanOptions(true, false);

    @Test
    void layersOfResNet18() {
        KernelSelector kernels = KernelSelector.inference(LARGE, PlanOptions.DEFAULT);
        assertThat(kernels.convolution(square(64, 64, 56))).isEqualTo("ConvWinogradF4");
        assertThat(kernels.convolution(square(128, 128, 28))).isEqualTo("ConvWinogradF4");
        assertThat(kernels.convolution(square(256, 256, 14))).isEqualTo("ConvWinogradF4");
        // The weights of F(4×4) would come from memory for four tiles.
        assertThat(kernels.convolution(square(512, 512, 7))).isEqualTo("ConvWinogradF2");
    }

    @Test
    void aBatchReadsTheWeightsOnce() {
        KernelSelector kernels = KernelSelector.training(PlanOptions.DEFAULT);
        assertThat(kernels.convolution(square(512, 512, 7))).isEqualTo("ConvWinogradF4");
    }

    @Test
    void layersOfSmallNetworks() {
        KernelSelector kernels = KernelSelector.inference(SMALL, PlanOptions.DEFAULT);
        assertThat(kernels.convolution(square(16, 16, 32))).isEqualTo("ConvWinogradF4");
        assertThat(kernels.convolution(square(32, 32, 16))).isEqualTo("ConvWinogradF4");
        assertThat(kernels.convolution(square(64, 64, 8))).isEqualTo("ConvWinogradF4");
        assertThat(kernels.convolution(square(64, 64, 6))).isEqualTo("ConvWinogradF2");
        assertThat(kernels.convolution(square(16, 16, 3))).isEqualTo("ConvRows3");
        assertThat(kernels.convolution(square(64, 64, 1))).isEqualTo("ConvRows3");
    }

    @Test
    void whatWinogradCannotComputeIsDirect() {
        KernelSelector kernels = KernelSelector.inference(LARGE, PlanOptions.DEFAULT);
        LayoutSpec map = layout(64, 56);
        assertThat(kernels.convolution(new ConvSpec(map, layout(64, 28), 3, 3, 2, 2, 1, 1, 1, 1, 1)))
                .isEqualTo("ConvRows3");
        assertThat(kernels.convolution(new ConvSpec(map, map, 3, 5, 1, 1, 1, 2, 1, 1, 1)))
                .isEqualTo("ConvRows3");
        assertThat(kernels.convolution(new ConvSpec(map, map, 3, 3, 1, 1, 2, 2, 2, 2, 1)))
                .isEqualTo("ConvPatches");
        assertThat(kernels.convolution(new ConvSpec(map, map, 3, 3, 1, 1, 1, 1, 1, 1, 4)))
                .isEqualTo("ConvGrouped");
        LayoutSpec dense = new LayoutSpec(3, 56, 56, 3, 1, 1, 1, 1);
        assertThat(kernels.convolution(new ConvSpec(dense, map, 3, 3, 1, 1, 1, 1, 1, 1, 1)))
                .isEqualTo("ConvRows3");
        // 36 times 8192 times 8192 weights are more than an array holds.
        assertThat(kernels.convolution(square(8192, 8192, 5))).isEqualTo("ConvWinogradF2");
        assertThat(kernels.convolution(square(16384, 16384, 5))).isEqualTo("ConvRows3");
    }

    @Test
    void winogradMayBeForbidden() {
        assertThat(KernelSelector.inference(LARGE, DIRECT).convolution(square(64, 64, 56)))
                .isEqualTo("ConvRows3");
        assertThat(KernelSelector.training(DIRECT).convolution(square(64, 64, 56)))
                .isEqualTo("ConvRows3");
    }

    @Test
    void programsNameWhatWasChosen() {
        ExecutionPlan plan = ((PlanResult.Planned) Planner.plan(Nets.winograd())).plan();
        assertThat(types(plan.inference().forward())).contains("ConvRows3", "ConvWinogradF2", "ConvWinogradF4");
        assertThat(types(Objects.requireNonNull(plan.training()).forward())).contains("ConvWinogradF4");
    }

    private static List<String> types(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step.calls().stream())
                .map(stage -> stage.call().kernel().type())
                .distinct()
                .toList();
    }

    private static ConvSpec square(int in, int out, int size) {
        return new ConvSpec(layout(in, size), layout(out, size), 3, 3, 1, 1, 1, 1, 1, 1, 1);
    }

    private static LayoutSpec layout(int channels, int size) {
        return new LayoutSpec(channels, size, size, LayoutSpec.roundUp(channels), 1, 1, 1, 1);
    }
}
