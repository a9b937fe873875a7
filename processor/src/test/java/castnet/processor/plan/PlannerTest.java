package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void memoryOfResNetsIsNearTheLowerBound() {
        for (Graph graph :
                List.of(Nets.basicResNet(2, 2, 2, 2), Nets.bottleneckResNet(3, 4, 6, 3), Nets.cifarResNet(3, 16, 32))) {
            ExecutionPlan plan = plan(graph);
            assertNear(plan.inference().memory());
            assertNear(training(plan).memory());
        }
    }

    private static void assertNear(Program.Memory memory) {
        assertThat((double) memory.arenaFloats() / memory.lowerBound()).isBetween(1.0, 1.15);
        assertThat(memory.arenaFloats()).isLessThanOrEqualTo((int) memory.sumOfValues());
    }

    @Test
    void largeNetworksArePlannedQuickly() {
        Graph graph = Nets.bottleneckResNet(3, 8, 36, 3);
        long start = System.nanoTime();
        plan(graph);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void stepsOfASmallNet() {
        NetBuilder b = new NetBuilder("Tiny", 3, 32, 32);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 16, 3, 1);
        x = Nets.basicBlock(b, "layer1.0", x, 16, 1);
        x = b.add("gap", new Op.GlobalAvgPool(), x);
        ExecutionPlan plan = plan(b.build(b.linear("fc", x, 10)));
        assertThat(plan.inference().forward())
                .extracting(Step::comment)
                .containsExactly(
                        "3×3 convolution, padding 1, + batch norm, ReLU; 3×32×32 → 16×32×32; 442,368 MACs; ConvRows3",
                        "3×3 convolution, padding 1, + batch norm, ReLU; 16×32×32 → 16×32×32; 2,359,296 MACs;"
                                + " ConvWinogradF4",
                        "3×3 convolution, padding 1, + batch norm, + residual, ReLU; 16×32×32 → 16×32×32; 2,359,296 MACs;"
                                + " ConvWinogradF4",
                        "global average pool; 16×32×32 → 16×1×1; Pooling",
                        "1×1 convolution; 16×1×1 → 10×1×1; 160 MACs; ConvPointwise");
        assertThat(training(plan).backward())
                .extracting(Step::name)
                .startsWith(
                        "fc.biasGradient",
                        "fc.weightGradient",
                        "fc.dataGradient",
                        "gap.gradient",
                        "layer1.0.bn2.gradient");
        assertThat(plan.parameters())
                .hasSize(17)
                .first()
                .extracting(p -> p.key())
                .isEqualTo("conv1.weight");
    }

    @Test
    void weightAndDataGradientNeedNoBarrierBetween() {
        ExecutionPlan plan = plan(Nets.cifarResNet(3, 16, 32));
        Program training = training(plan);
        assertThat(training.backward())
                .filteredOn(s -> s.name().endsWith(".weightGradient"))
                .filteredOn(Step::barrier)
                .hasSizeLessThan(training.backward().size() / 8);
        assertThat(training.forward().getLast().barrier()).isFalse();
        assertThat(training.backward().getLast().barrier()).isFalse();
    }

    @Test
    void summaryNamesWhereTheWorkWent() {
        Summary summary = plan(Nets.basicResNet(2, 2, 2, 2)).summary();
        assertThat(summary.macs()).isEqualTo(1_814_073_344L);
        assertThat(summary.parameters()).isEqualTo(11_689_512);
        assertThat(summary.layers())
                .filteredOn(l -> l.name().startsWith("layer2.0"))
                .extracting(l -> String.format(Locale.ROOT, "%s %.2f %s", l.name(), l.shareRead(), l.kernel()))
                .containsExactly(
                        "layer2.0.conv1 1.00 ConvRows3",
                        "layer2.0.bn1 1.00 in layer2.0.conv1",
                        "layer2.0.bn1.relu 1.00 in layer2.0.conv1",
                        "layer2.0.conv2 1.00 ConvWinogradF4",
                        "layer2.0.bn2 1.00 in layer2.0.conv2",
                        "layer2.0.downsample.0 0.25 ConvPointwise",
                        "layer2.0.downsample.1 1.00 in layer2.0.downsample.0",
                        "layer2.0.add 1.00 in layer2.0.downsample.0",
                        "layer2.0.relu 1.00 in layer2.0.downsample.0");
    }

    @Test
    void mapsAreNotTrained() {
        NetBuilder b = new NetBuilder("Features", 3, 8, 8);
        ExecutionPlan plan = plan(b.build(b.conv("conv", b.input(), 4, 3, 1)));
        assertThat(plan.training()).isNull();
        assertThat(plan.parameters()).hasSize(1);
    }

    @Test
    void nothingButTheInput() {
        NetBuilder b = new NetBuilder("Nothing", 3, 1, 1);
        ExecutionPlan plan = plan(b.build(b.add("dropout", new Op.Dropout(0.5), b.input())));
        assertThat(plan.inference().forward()).isEmpty();
        assertThat(plan.inference().outputOffset()).isEqualTo(plan.inference().inputOffset());
        assertThat(plan.inference().memory().arenaFloats()).isPositive();
    }

    @Test
    void arenasBeyondAnArrayAreRefused() {
        NetBuilder b = new NetBuilder("Huge", 3, 20_000, 20_000);
        Value x = b.conv("conv", b.input(), 64, Window.square(3, 2, 1), 1, false);
        PlanResult result = Planner.plan(b.build(b.add("gap", new Op.GlobalAvgPool(), x)));
        assertThat(result)
                .isEqualTo(
                        new PlanResult.TooLarge(
                                "inference on one image needs an arena of 7,600,120,016 floats, more than the 2,147,483,639 of a Java array"));
    }

    @Test
    void parametersBeyondAnArrayAreRefused() {
        NetBuilder b = new NetBuilder("Huge", 50_000, 1, 1);
        PlanResult result = Planner.plan(b.build(b.linear("fc", b.input(), 50_000)));
        assertThat(result)
                .isEqualTo(new PlanResult.TooLarge(
                        "2,500,050,000 parameters are more than the 2,147,483,639 of a Java array"));
    }

    private static ExecutionPlan plan(Graph graph) {
        PlanResult result = Planner.plan(graph);
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        return ((PlanResult.Planned) result).plan();
    }

    private static Program training(ExecutionPlan plan) {
        return Objects.requireNonNull(plan.training());
    }
}
