package castnet.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.pass.rewrite.BatchNormFolding;
import castnet.processor.pass.rewrite.DeadNodeRemoval;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.pass.rewrite.EpilogueFusion;
import castnet.processor.pass.rewrite.IdentityRemoval;
import castnet.processor.pass.rewrite.LinearAsConvolution;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RewriteTest {
    static final List<Graph> NETS = Nets.small();

    private final RewriteLog log = new RewriteLog();

    @ParameterizedTest
    @FieldSource("NETS")
    void everyPassKeepsTheResult(Graph declared) {
        Pipeline pipeline = Pipeline.inference();
        for (int n = 1; n <= pipeline.passes().size(); n++) {
            assertSameResult(declared, pipeline.stopAfter(n).run(declared, new RewriteLog()));
        }
    }

    @Test
    void inferenceOfAResNetIsConvolutionsAndPools() {
        Graph graph = Pipeline.inference().run(Nets.basicResNet(2, 2, 2, 2), log);
        assertThat(graph.nodes())
                .allMatch(n -> n.op() instanceof Op.Conv2d
                        || n.op() instanceof Op.Pool2d
                        || n.op() instanceof Op.GlobalAvgPool)
                .hasSize(23);
    }

    @Test
    void foldingNeedsASingleReader() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value conv = b.conv("conv", b.input(), 4, 3, 1);
        Graph graph = b.build(b.add("add", new Op.Add(false), b.norm("bn", conv), conv));
        assertThat(new BatchNormFolding().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly("BatchNormFolding declined bn: the result of conv has 2 readers");
    }

    @Test
    void foldingNeedsAConvolution() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Graph graph = b.build(b.norm("bn2", b.relu("relu", b.norm("bn1", b.input()))));
        assertThat(new BatchNormFolding().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::text)
                .containsExactly("it reads the network's input", "it reads relu, which is no convolution");
    }

    @Test
    void foldingTellsWhatItSaves() {
        NetBuilder b = new NetBuilder("Net", 3, 40, 40);
        Graph graph = b.build(b.norm("bn", b.conv("conv", b.input(), 4, 3, 1)));
        assertSameResult(graph, new BatchNormFolding().apply(graph, log));
        assertThat(log.entries())
                .containsExactly(new RewriteLog.Entry(
                        "BatchNormFolding", "bn", "conv", true, 0, "one pass over 6,400 elements"));
    }

    @Test
    void sumJoinsTheLaterBranch() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value left = b.conv("left", b.input(), 4, 3, 1);
        Value right = b.conv("right", b.input(), 4, 1, 1);
        Graph graph = b.build(b.relu("relu", b.add("add", new Op.Add(false), left, right)));
        Graph fused = new EpilogueFusion().apply(graph, log);
        assertSameResult(graph, fused);
        assertThat(fused.nodes()).extracting(n -> n.name()).containsExactly("left", "right");
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "EpilogueFusion fired add: one pass over 64 elements",
                        "EpilogueFusion fired relu: one pass over 64 elements");
    }

    @Test
    void sumWaitsForALaterResidual() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value conv = b.conv("conv", b.input(), 3, 3, 1);
        Value pool = b.maxPool("pool", b.input(), Window.square(3, 1, 1));
        Graph graph = b.build(b.add("add", new Op.Add(false), conv, pool));
        Graph fused = new EpilogueFusion().apply(graph, log);
        assertSameResult(graph, fused);
        assertThat(fused.nodes()).extracting(n -> n.name()).containsExactly("pool", "conv");
    }

    @Test
    void sumStaysWhereNoConvolutionCanTakeIt() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value conv = b.conv("conv", b.input(), 3, 3, 1);
        Value relu = b.relu("relu", conv);
        Value sum = b.add("add", new Op.Add(false), b.add("twice", new Op.Add(false), conv, conv), relu);
        Graph graph = b.build(b.relu("last", sum));
        Graph fused = new EpilogueFusion().apply(graph, log);
        assertSameResult(graph, fused);
        assertThat(fused.nodes()).extracting(n -> n.name()).containsExactly("conv", "relu", "twice", "add");
        assertThat(log.entries())
                .filteredOn(e -> !e.fired())
                .extracting(RewriteLog.Entry::node)
                .containsExactly("twice", "add", "relu");
    }

    @Test
    void otherActivationsStay() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value conv = b.conv("conv", b.input(), 3, 3, 1);
        Graph graph = b.build(b.activate("silu", conv, new Activation(Activation.Kind.SILU, 0)));
        assertThat(new EpilogueFusion().apply(graph, log)).isEqualTo(graph);
    }

    @Test
    void flatteningDisappearsBehindElementwiseLayers() {
        Graph lenet = NETS.getLast();
        Graph graph = new LinearAsConvolution().apply(lenet, log);
        assertThat(graph.nodes()).noneMatch(n -> n.op() instanceof Op.Reshape || n.op() instanceof Op.Linear);
        assertSameResult(lenet, graph);
    }

    @Test
    void flatteningStaysWhereTheVectorIsNeeded() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value flat = b.relu("relu", b.add("flatten", Op.Reshape.flat(b.input().shape()), b.input()));
        Value normed = b.norm("bn", flat);
        Graph graph = b.build(b.add("concat", new Op.Concat(), b.linear("fc", flat, 5), normed));
        Graph after = new LinearAsConvolution().apply(graph, log);
        assertThat(after.nodes())
                .extracting(n -> n.name())
                .containsExactly("relu", "relu.flatten", "bn", "fc", "concat");
        assertSameResult(graph, after);
        assertThat(log.entries().getLast().text()).isEqualTo("a reader needs the vector, not the map");
    }

    @Test
    void flattenedOutput() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Graph graph = b.build(b.add("flatten", Op.Reshape.flat(b.input().shape()), b.relu("relu", b.input())));
        Graph after = new LinearAsConvolution().apply(graph, log);
        assertThat(after.output()).isEqualTo(graph.output());
        assertSameResult(graph, after);
    }

    @Test
    void whatChangesNothingGoes() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value x = b.add("subsample", new Op.Subsample(1, 1, 4, 4), b.input());
        x = b.maxPool("pool", b.add("pad", new Op.PadChannels(0, 0), x), Window.square(1, 1, 0));
        x = b.add("dropout", new Op.Dropout(0.5), b.relu("relu", x));
        Graph graph = b.build(x);
        Graph after = new DropoutRemoval().apply(new IdentityRemoval().apply(graph, log), log);
        assertThat(after.nodes()).extracting(n -> n.name()).containsExactly("relu");
        assertSameResult(graph, after);
    }

    @Test
    void deadLayersGo() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Value x = b.relu("relu", b.input());
        b.conv("dead2", b.conv("dead1", x, 4, 3, 1), 4, 3, 1);
        Graph graph = b.build(x);
        assertThat(new DeadNodeRemoval().apply(graph, log).nodes())
                .extracting(n -> n.name())
                .containsExactly("relu");
        assertThat(log.entries()).extracting(RewriteLog.Entry::node).containsExactly("dead2", "dead1");
    }

    @Test
    void dumpTellsWhatEachPassDid() {
        NetBuilder b = new NetBuilder("Net", 3, 4, 4);
        Graph graph = b.build(b.relu("relu", b.norm("bn", b.conv("conv", b.input(), 3, 3, 1))));
        List<String> dumps = new ArrayList<>();
        Pipeline.inference().run(graph, log, dumps::add);
        assertThat(dumps)
                .extracting(d -> d.substring(0, d.indexOf(':')))
                .containsExactly("before all passes", "after BatchNormFolding", "after EpilogueFusion");
        assertThat(dumps.getLast()).isEqualTo("""
                        after EpilogueFusion: graph Net(%0 input 3×4×4) -> %3
                          %3:3×4×4 = 3×3 convolution, padding 1, + batch norm, ReLU(%0) "conv" {conv.weight, bn.weight, bn.bias, bn.running_mean, bn.running_var}
                          EpilogueFusion fired relu: one pass over 48 elements
                        """);
    }

    private static void assertSameResult(Graph before, Graph after) {
        RandomGenerator random = new SplittableRandom(7);
        Map<String, double[]> weights = RandomWeights.of(before, random);
        Batch batch = RandomWeights.batch(before, 2, random);
        double[] expected =
                ReferenceInterpreter.inference(before, weights, batch).value(before.output());
        double[] found = ReferenceInterpreter.inference(after, weights, batch).value(after.output());
        assertThat(found).containsExactly(expected, within(1e-12));
    }
}
