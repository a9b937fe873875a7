package castnet.processor.pass.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.SameResult;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchNormBeforeAverageTest {
    private final RewriteLog log = new RewriteLog();

    @Test
    void normMovesBeforeTheAverageAndIntoTheConvolution() {
        NetBuilder b = new NetBuilder("Net", 3, 9, 7);
        Value x = b.averagePool("pool", b.conv("conv", b.input(), 5, 3, 1), Window.square(3, 2, 0), true);
        Graph graph = b.build(b.norm("bn", x));
        Graph rewritten = new BatchNormBeforeAverage().apply(graph, log);
        assertThat(rewritten.nodes()).extracting(Node::name).containsExactly("conv", "bn", "pool");
        assertThat(rewritten.output()).isEqualTo(graph.output());
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "BatchNormBeforeAverage fired bn: it stands before pool; saves one pass over 60 elements");
        Graph whole = Pipeline.inference().run(graph, log);
        assertThat(whole.nodes()).extracting(Node::name).containsExactly("conv", "pool");
        SameResult.assertSame(graph, whole, 2);
    }

    @Test
    void globalAverageAndAverageOfWhatIsThere() {
        NetBuilder b = new NetBuilder("Net", 2, 5, 5);
        Value global = b.norm("bn1", b.add("gap", new Op.GlobalAvgPool(), b.conv("conv1", b.input(), 4, 3, 1)));
        Value conv = b.conv("conv2", b.input(), 4, 3, 1);
        Value border = b.norm("bn2", b.averagePool("pool", conv, Window.square(3, 1, 1), false));
        Graph graph = b.build(b.add("scaled", new Op.Multiply(), border, global));
        Graph rewritten = new BatchNormBeforeAverage().apply(graph, log);
        assertThat(rewritten.nodes())
                .extracting(Node::name)
                .containsExactly("conv1", "bn1", "gap", "conv2", "bn2", "pool", "scaled");
        SameResult.assertSame(graph, rewritten, 3);
    }

    @Test
    void everyConditionIsNamed() {
        NetBuilder b = new NetBuilder("Net", 2, 6, 6);
        Window pool = Window.square(3, 1, 1);
        Value max = b.norm("bn1", b.maxPool("max", b.conv("conv1", b.input(), 2, 3, 1), pool));
        Value counting = b.norm("bn2", b.averagePool("counting", b.conv("conv2", b.input(), 2, 3, 1), pool, true));
        Value shared = b.conv("conv3", b.input(), 2, 3, 1);
        Value second = b.norm("bn3", b.averagePool("pool3", shared, pool, false));
        Value average = b.averagePool("pool4", b.conv("conv4", b.input(), 2, 3, 1), pool, false);
        Value third = b.norm("bn4", average);
        Value fifth = b.norm("bn5", b.averagePool("pool5", b.relu("relu", b.input()), pool, false));
        Graph graph = b.build(b.add("sum", new Op.Add(false), max, counting, shared, second, average, third, fifth));
        assertThat(new BatchNormBeforeAverage().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "BatchNormBeforeAverage declined bn1: max takes the maximum, which a negative scale makes the minimum",
                        "BatchNormBeforeAverage declined bn2: counting counts padding, which the shift would not reach",
                        "BatchNormBeforeAverage declined bn3: pool3 is not alone in reading conv3",
                        "BatchNormBeforeAverage declined bn4: it is not alone in reading pool4");
    }

    @Test
    void randomAveragesKeepTheirResult() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 500; i++) {
            NetBuilder b = new NetBuilder("Net", random.nextInt(1, 4), random.nextInt(3, 10), random.nextInt(3, 10));
            Value x = b.conv("conv", b.input(), random.nextInt(1, 6), 3, random.nextInt(1, 3));
            int kernel = random.nextInt(
                    1, 1 + Math.min(3, Math.min(x.shape().height(), x.shape().width())));
            int pad = random.nextInt(1 + kernel / 2);
            int stride = random.nextInt(1, 4);
            Window window = new Window(kernel, kernel, stride, stride, pad, 0, pad, 0, 1, 1, random.nextBoolean());
            Graph graph = b.build(b.norm("bn", b.averagePool("pool", x, window, random.nextBoolean())));
            SameResult.assertSame(graph, new BatchNormBeforeAverage().apply(graph, log), i);
            SameResult.assertSame(graph, Pipeline.inference().run(graph, log), i);
        }
        assertThat(log.entries()).anyMatch(RewriteLog.Entry::fired).anyMatch(entry -> !entry.fired());
    }
}
