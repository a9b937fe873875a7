package castnet.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.Nets;
import org.junit.jupiter.api.Test;

/** Against the figures that torchvision publishes. */
class CostEstimateTest {
    @Test
    void resNet18() {
        assertCost(Nets.basicResNet(2, 2, 2, 2), 11_689_512, 9_600, 1_814_073_344L);
    }

    @Test
    void resNet34() {
        assertCost(Nets.basicResNet(3, 4, 6, 3), 21_797_672, 17_024, 3_663_761_408L);
    }

    @Test
    void resNet50() {
        assertCost(Nets.bottleneckResNet(3, 4, 6, 3), 25_557_032, 53_120, 4_089_184_256L);
    }

    @Test
    void resNet152() {
        assertCost(Nets.bottleneckResNet(3, 8, 36, 3), 60_192_808, 151_424, 11_513_626_624L);
    }

    @Test
    void rewritesKeepTheWork() {
        Graph declared = Nets.bottleneckResNet(3, 4, 6, 3);
        assertCost(Pipeline.inference().run(declared, new RewriteLog()), 25_557_032, 53_120, 4_089_184_256L);
    }

    private static void assertCost(Graph graph, long parameters, long buffers, long macs) {
        assertThat(CostEstimate.parameters(graph)).isEqualTo(parameters);
        assertThat(CostEstimate.buffers(graph)).isEqualTo(buffers);
        assertThat(CostEstimate.macs(graph)).isEqualTo(macs);
    }
}
