package castnet.processor.pass.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.RandomMaps;
import castnet.processor.reference.SameResult;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AveragePoolFirstTest {
    private final RewriteLog log = new RewriteLog();

    /** The transition of a DenseNet. */
    @Test
    void averageMovesBeforeConvolutionAndBatchNorm() {
        NetBuilder b = new NetBuilder("Net", 4, 8, 6);
        Value x = b.norm("bn", b.conv("conv", b.relu("relu", b.input()), 2, 1, 1));
        Graph graph = b.build(b.averagePool("pool", x, Window.square(2, 2, 0), true));
        Graph rewritten = new AveragePoolFirst().apply(graph, log);
        assertThat(rewritten.nodes()).extracting(Node::name).containsExactly("relu", "pool", "conv", "bn");
        assertThat(rewritten.output()).isEqualTo(graph.output());
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly("AveragePoolFirst fired conv: it reads the average of pool; saves 288 multiply-adds");
        assertThat(CostEstimate.macs(graph) - CostEstimate.macs(rewritten)).isEqualTo(288);
    }

    @Test
    void globalAverage() {
        NetBuilder b = new NetBuilder("Net", 4, 5, 5);
        Graph graph = b.build(
                b.add("gap", new Op.GlobalAvgPool(), b.conv("conv", b.input(), 2, Window.square(1, 1, 0), 2, true)));
        Graph rewritten = new AveragePoolFirst().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(CostEstimate.macs(rewritten)).isEqualTo(CostEstimate.macs(graph) / 25);
    }

    @Test
    void biasIsNotAveragedOverPadding() {
        NetBuilder b = new NetBuilder("Net", 2, 6, 6);
        Value biased = b.conv("biased", b.input(), 2, Window.square(1, 1, 0), 1, true);
        Value counting = b.averagePool("counting", biased, Window.square(3, 2, 1), true);
        Value plain = b.conv("plain", b.relu("relu", b.input()), 2, 1, 1);
        Value pooled = b.averagePool("pooled", plain, Window.square(3, 2, 1), true);
        Graph graph = b.build(b.add("sum", new Op.Add(false), counting, pooled));
        Graph rewritten = new AveragePoolFirst().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "AveragePoolFirst declined biased: counting counts padding, where no bias is",
                        "AveragePoolFirst fired plain: it reads the average of pooled; saves 108 multiply-adds");
    }

    @Test
    void anotherReaderNeedsTheConvolution() {
        NetBuilder b = new NetBuilder("Net", 2, 6, 6);
        Value x = b.conv("conv", b.input(), 2, 1, 1);
        Value pooled = b.averagePool("pool", x, Window.square(2, 2, 0), true);
        Graph graph = b.build(b.add("sum", new Op.Add(false), pooled, b.maxPool("max", x, Window.square(2, 2, 0))));
        assertThat(new AveragePoolFirst().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries()).extracting(RewriteLog.Entry::text).containsExactly("pool is not alone in reading it");
    }

    @Test
    void randomGraphsKeepTheirResult() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 4000; i++) {
            Graph graph = RandomMaps.draw(random);
            SameResult.assertSame(graph, new AveragePoolFirst().apply(graph, log), i);
            SameResult.assertSame(graph, Pipeline.inference().run(graph, log), i);
        }
        assertThat(log.entries()).anyMatch(e -> e.fired() && e.pass().equals("AveragePoolFirst"));
    }
}
