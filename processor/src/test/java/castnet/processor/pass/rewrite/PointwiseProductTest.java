package castnet.processor.pass.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
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

class PointwiseProductTest {
    private static final Window PIXEL = Window.square(1, 1, 0);

    private final RewriteLog log = new RewriteLog();

    @Test
    void aWideLayerBetweenIsMultipliedAway() {
        NetBuilder b = new NetBuilder("Net", 4, 5, 3);
        Value wide = b.norm("bn1", b.conv("expand", b.input(), 24, PIXEL, 1, true));
        Graph graph = b.build(b.norm("bn2", b.conv("project", wide, 6, PIXEL, 1, true)));
        Graph rewritten = Pipeline.inference().run(graph, log);
        assertThat(rewritten.nodes().stream().map(GraphPrinter::print))
                .containsExactly("%4:6×5×3 = 1×1 convolution, product of two, + batch norm(%0) \"project\" "
                        + "{project.weight, project.bias, bn2.weight, bn2.bias, bn2.running_mean, bn2.running_var, "
                        + "expand.weight, expand.bias, bn1.weight, bn1.bias, bn1.running_mean, bn1.running_var}");
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .contains(
                        "PointwiseProduct fired expand: its weights are multiplied into those of project; saves 3,240 "
                                + "multiply-adds");
        assertThat(CostEstimate.macs(graph) - CostEstimate.macs(rewritten)).isEqualTo(15 * (4 * 24 + 24 * 6 - 4 * 6));
    }

    @Test
    void stridesMultiplyAndTheFirstPaddingStays() {
        NetBuilder b = new NetBuilder("Net", 2, 11, 13);
        Value wide = b.conv("first", b.input(), 20, new Window(1, 1, 2, 1, 1, 0, 0, 2, 1, 1, false), 1, true);
        Graph graph = b.build(b.conv("second", wide, 3, Window.square(1, 3, 0), 1, false));
        Graph rewritten = new PointwiseProduct().apply(graph, log);
        assertThat(rewritten.nodes()).hasSize(1);
        assertThat(((Op.Conv2d) rewritten.nodes().getFirst().op()).window())
                .isEqualTo(new Window(1, 1, 6, 3, 1, 0, 0, 2, 1, 1, false));
        SameResult.assertSame(graph, rewritten, 2);
    }

    /** Two fully connected layers with nothing between. */
    @Test
    void fullyConnectedLayers() {
        NetBuilder b = new NetBuilder("Net", 7, 1, 1);
        Graph graph = b.build(b.linear("second", b.linear("first", b.input(), 30), 5));
        Graph rewritten = Pipeline.inference().run(graph, log);
        assertThat(rewritten.nodes()).extracting(Node::name).containsExactly("second");
        SameResult.assertSame(graph, rewritten, 3);
    }

    @Test
    void everyConditionIsNamed() {
        NetBuilder b = new NetBuilder("Net", 4, 6, 6);
        Value narrow = b.conv("narrow2", b.conv("narrow1", b.input(), 1, 1, 1), 4, 1, 1);
        Value grouped = b.conv("grouped2", b.conv("grouped1", b.input(), 32, PIXEL, 2, true), 4, PIXEL, 1, true);
        Value groups = b.conv("groups2", b.conv("groups1", b.input(), 32, PIXEL, 1, true), 4, PIXEL, 4, true);
        Value shared = b.conv("shared1", b.input(), 4, PIXEL, 1, true);
        Value reader = b.conv("shared2", shared, 4, PIXEL, 1, true);
        Value apart = b.conv("apart2", b.relu("relu", b.conv("apart1", b.input(), 32, 1, 1)), 4, 1, 1);
        Graph graph = b.build(b.add("sum", new Op.Add(false), narrow, grouped, groups, shared, reader, apart));
        assertThat(new PointwiseProduct().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "PointwiseProduct declined narrow1: the product with narrow2 costs 576 multiply-adds, the two 288",
                        "PointwiseProduct declined grouped1: grouped1 has groups",
                        "PointwiseProduct declined groups1: groups2 has groups",
                        "PointwiseProduct declined shared1: shared2 is not alone in reading it");
    }

    @Test
    void paddingOfTheSecondIsZerosAndNotTheBiasOfTheFirst() {
        NetBuilder b = new NetBuilder("Net", 4, 6, 6);
        Value x = b.conv("first", b.input(), 32, PIXEL, 1, true);
        Graph graph = b.build(b.conv("second", x, 4, new Window(1, 1, 1, 1, 0, 0, 0, 1, 1, 1, false), 1, true));
        assertThat(new PointwiseProduct().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly("PointwiseProduct declined first: second has padding, where it reads zeros");
    }

    @Test
    void ofThreeTwoAreMultiplied() {
        NetBuilder b = new NetBuilder("Net", 2, 3, 3);
        Value x = b.conv("b", b.conv("a", b.input(), 32, 1, 1), 16, 1, 1);
        Graph graph = b.build(b.conv("c", x, 2, 1, 1));
        Graph rewritten = new PointwiseProduct().apply(graph, log);
        assertThat(rewritten.nodes()).extracting(Node::name).containsExactly("b", "c");
        assertThat(log.entries()).extracting(RewriteLog.Entry::text).contains("b is a product already");
        SameResult.assertSame(graph, rewritten, 4);
    }

    @Test
    void randomGraphsKeepTheirResult() {
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 6000; i++) {
            Graph graph = RandomMaps.draw(random);
            SameResult.assertSame(graph, new PointwiseProduct().apply(graph, log), i);
        }
        assertThat(log.entries().stream().filter(RewriteLog.Entry::fired).count())
                .isGreaterThan(20);
    }
}
