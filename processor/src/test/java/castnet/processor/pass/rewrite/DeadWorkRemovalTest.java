package castnet.processor.pass.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.GraphVerifier;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomMaps;
import castnet.processor.reference.RandomNets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.processor.reference.SameResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadWorkRemovalTest {
    private static final int[] RESNET_50 = {3, 4, 6, 3};

    private final RewriteLog log = new RewriteLog();

    /** The published figures of the exact stride rewrite: 75 % of one 3×3 and one 1×1 for each of three stages. */
    @ParameterizedTest
    @CsvSource({
        "224, 3 4 6 3,  1, 1, 375717888",
        "224, 3 4 23 3, 1, 1, 375717888",
        "224, 3 8 36 3, 1, 1, 375717888",
        "225, 3 4 6 3,  1, 1, 396591104",
        "160, 3 4 6 3,  1, 1, 191692800",
        "224, 3 4 6 3, 32, 2, 263725056",
        "224, 3 4 6 3,  1, 2, 1271660544",
    })
    void savingOfTheExactStrideRewrite(int size, String blocks, int groups, int wider, long saved) {
        int[] depths =
                Arrays.stream(blocks.split(" ")).mapToInt(Integer::parseInt).toArray();
        Graph v1 = resNet(size, depths, groups, wider, true);
        Graph rewritten = new DeadWorkRemoval().apply(v1, log);
        assertThat(GraphVerifier.problems(rewritten)).isEmpty();
        assertThat(CostEstimate.macs(v1) - CostEstimate.macs(rewritten)).isEqualTo(saved);
    }

    @Test
    void strideMovesIntoTheLast3x3OfTheStageBefore() {
        Graph rewritten = Pipeline.inference().run(resNet(224, RESNET_50, 1, 1, true), log);
        assertThat(rewritten.nodes())
                .filteredOn(n -> n.op() instanceof Op.Conv2d c && c.window().strideHeight() == 2)
                .extracting(Node::name)
                .containsExactly("conv1", "layer1.2.conv2", "layer2.3.conv2", "layer3.5.conv2");
        assertThat(rewritten.nodes())
                .filteredOn(n -> n.op() instanceof Op.Subsample)
                .extracting(Node::name)
                .containsExactly("layer1.2.add.subsample", "layer2.3.add.subsample", "layer3.5.add.subsample");
        assertThat(decisions("layer1.2."))
                .contains(
                        "DeadWorkRemoval fired layer1.2.conv2: 28×28 of 56×56 pixels are computed, rows 0, 2 … 54 × columns 0, 2 "
                                + "… 54; no more is read by layer1.2.relu2; saves 86,704,128 multiply-adds",
                        "DeadWorkRemoval fired layer1.2.conv3: 28×28 of 56×56 pixels are computed, rows 0, 2 … 54 × columns 0, 2 "
                                + "… 54; no more is read by layer1.2.add; saves 38,535,168 multiply-adds",
                        "DeadWorkRemoval fired layer1.2.relu: 28×28 of 56×56 pixels are computed, rows 0, 2 … 54 × columns 0, 2 … "
                                + "54; no more is read by layer2.0.conv1, layer2.0.downsample.0");
    }

    @Test
    void strideOnThe3x3LeavesNothingToDo() {
        Graph v15 = resNet(224, RESNET_50, 1, 1, false);
        assertThat(new DeadWorkRemoval().apply(v15, log)).isEqualTo(v15);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly(
                        "DeadWorkRemoval declined layer1.2.relu: layer2.0.conv1 (1×1 convolution) reads all of it",
                        "DeadWorkRemoval declined layer2.3.relu: layer3.0.conv1 (1×1 convolution) reads all of it",
                        "DeadWorkRemoval declined layer3.5.relu: layer4.0.conv1 (1×1 convolution) reads all of it");
    }

    @Test
    void basicBlocksReadAll() {
        Graph graph = Nets.basicResNet(2, 2, 2, 2);
        assertThat(new DeadWorkRemoval().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::text)
                .contains("layer2.0.conv1 (3×3 convolution, stride 2, padding 1) reads all of it");
    }

    /** A second reader, e.g. of a feature pyramid, needs what the stride skips. */
    @Test
    void anotherReaderPreventsIt() {
        NetBuilder b = new NetBuilder("Net", 4, 8, 8);
        Value x = b.relu("relu", b.conv("conv", b.input(), 4, 3, 1));
        Value strided = b.conv("strided", x, 4, 1, 2);
        Value pooled = b.add("pooled", new Op.GlobalAvgPool(), x);
        Value strides = b.add("gap", new Op.GlobalAvgPool(), strided);
        Graph graph = b.build(b.add("sum", new Op.Add(false), strides, pooled));
        assertThat(new DeadWorkRemoval().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly("DeadWorkRemoval declined relu: pooled (global average pool) reads all of it");
    }

    /** No stride of its own, and read by a 1×1 that skips: the block's last window takes the stride, its shortcut every third pixel. */
    @Test
    void basicBlockOfAnyGraph() {
        NetBuilder b = new NetBuilder("Net", 4, 10, 13);
        Value block = Nets.basicBlock(b, "block", b.relu("relu", b.input()), 4, 1);
        Graph graph = b.build(b.conv("next", block, 2, 1, 3));
        Graph rewritten = new DeadWorkRemoval().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(strides(rewritten)).containsExactly("block.conv2 3");
        assertThat(rewritten.nodes()).extracting(Node::name).contains("block.add.subsample");
        assertThat(CostEstimate.macs(graph) - CostEstimate.macs(rewritten)).isEqualTo((10 * 13 - 4 * 5) * 4 * 4 * 9);
    }

    @Test
    void projectionTakesTheStrideToo() {
        NetBuilder b = new NetBuilder("Net", 3, 7, 7);
        Value block = Nets.bottleneck(b, "block", b.relu("relu", b.input()), 2, 1, 2);
        Graph graph = b.build(b.conv("next", block, 2, 1, 2));
        Graph rewritten = new DeadWorkRemoval().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(strides(rewritten)).containsExactly("block.conv2 2", "block.downsample.0 2");
        assertThat(rewritten.nodes()).noneMatch(n -> n.op() instanceof Op.Subsample);
    }

    /** A gate takes its mean over all pixels: what it weighs is computed whole. */
    @Test
    void squeezeAndExciteIsNotPointwise() {
        NetBuilder b = new NetBuilder("Net", 4, 8, 8);
        Value x = b.conv("conv", b.input(), 4, 3, 1);
        Value gate = b.conv("fc", b.add("squeeze", new Op.GlobalAvgPool(), x), 4, 1, 1);
        Value excited = b.add("excite", new Op.Multiply(), x, gate);
        Graph graph = b.build(b.conv("strided", excited, 4, 1, 2));
        assertThat(new DeadWorkRemoval().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries())
                .extracting(RewriteLog.Entry::toString)
                .containsExactly("DeadWorkRemoval declined excite: excite could not read or compute just a part of it");
    }

    /** Batch norms would take their statistics over a quarter of the pixels: another network. */
    @Test
    void inTrainingItWouldBeAnotherNetwork() {
        NetBuilder b = new NetBuilder("Net", 8, 9, 9);
        Value block = Nets.bottleneck(b, "block", b.relu("relu", b.input()), 2, 1, 1);
        Graph graph = b.build(
                b.linear("fc", b.add("gap", new Op.GlobalAvgPool(), b.convNormRelu("next", "bn", block, 4, 1, 2)), 5));
        Graph rewritten = new DeadWorkRemoval().apply(graph, log);
        assertThat(rewritten).isNotEqualTo(graph);
        SplittableRandom random = new SplittableRandom(2);
        Map<String, double[]> weights = RandomWeights.of(graph, random);
        Batch batch = RandomWeights.batch(graph, 4, random);
        double[] whole = ReferenceInterpreter.training(graph, weights, batch).value(graph.output());
        double[] skipped =
                ReferenceInterpreter.training(rewritten, weights, batch).value(rewritten.output());
        double scale = Arrays.stream(whole).map(Math::abs).max().orElseThrow();
        double difference = 0;
        for (int i = 0; i < whole.length; i++) {
            difference = Math.max(difference, Math.abs(whole[i] - skipped[i]));
        }
        System.out.printf(
                "with batch statistics a rewritten block is off by %.2g of the largest logit%n", difference / scale);
        assertThat(difference / scale).isGreaterThan(1e-3);
        assertThat(Pipeline.training().passes()).noneMatch(DeadWorkRemoval.class::isInstance);
    }

    private static List<String> strides(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> n.op() instanceof Op.Conv2d c
                        && c.window().strideHeight() > 1
                        && !n.name().equals("next"))
                .map(n -> n.name() + " " + ((Op.Conv2d) n.op()).window().strideHeight())
                .toList();
    }

    @Test
    void theResultIsRead() {
        NetBuilder b = new NetBuilder("Net", 4, 8, 8);
        Value x = b.conv("conv", b.input(), 4, 3, 1);
        b.conv("strided", x, 4, 1, 2);
        Graph graph = b.build(x);
        assertThat(new DeadWorkRemoval().apply(graph, log)).isEqualTo(graph);
        assertThat(log.entries()).extracting(RewriteLog.Entry::text).containsExactly("it is the network's result");
    }

    /** A padding that shifts the phase: odd pixels are read, and the 3×3 loses its padding at the top. */
    @Test
    void anotherPhase() {
        NetBuilder b = new NetBuilder("Net", 2, 9, 9);
        Value x = b.conv("conv", b.input(), 3, 3, 1);
        Value odd = b.conv("odd", x, 2, new Window(1, 1, 2, 2, 1, 1, 0, 0, 1, 1, false), 1, false);
        Graph graph = b.build(odd);
        Graph rewritten = new DeadWorkRemoval().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(GraphPrinter.print(rewritten.nodes().getFirst()))
                .isEqualTo("%3:3×4×4 = 3×3 convolution, stride 2(%0) \"conv\" {conv.weight}");
    }

    /** Floor mode leaves out row and column 8: nobody computes them. */
    @Test
    void bordersThatNoWindowReaches() {
        NetBuilder b = new NetBuilder("Net", 2, 9, 9);
        Value x = b.convNormRelu("conv", "bn", b.input(), 3, 3, 1);
        Graph graph = b.build(b.maxPool("pool", x, Window.square(2, 2, 0)));
        Graph rewritten = new DeadWorkRemoval().apply(graph, log);
        SameResult.assertSame(graph, rewritten, 1);
        assertThat(CostEstimate.macs(graph) - CostEstimate.macs(rewritten)).isEqualTo((81 - 64) * 2 * 3 * 9);
        assertThat(log.entries().getFirst().text())
                .isEqualTo(
                        "8×8 of 9×9 pixels are computed, rows 0 … 7 × columns 0 … 7; no more is read by bn; saves 918 "
                                + "multiply-adds");
    }

    /** A border is not worth a copy of all the rest. */
    @Test
    void residualIsNotCopiedForABorder() {
        NetBuilder b = new NetBuilder("Net", 3, 9, 9);
        Value x = b.relu("relu", b.input());
        Value sum = b.add("sum", new Op.Add(false), b.conv("conv", x, 3, 3, 1), x);
        Graph graph = b.build(b.maxPool("pool", sum, Window.square(2, 2, 0)));
        assertThat(new DeadWorkRemoval().apply(graph, log)).isEqualTo(graph);
    }

    /** PyTorch's average that counts padding, but not what hangs over it, divides the last window by less. */
    @Test
    void averageThatHangsOver() {
        NetBuilder b = new NetBuilder("Net", 1, 8, 8);
        Window ceil = new Window(3, 3, 2, 2, 1, 1, 1, 1, 1, 1, true);
        Value x = b.averagePool("pool", b.relu("relu", b.input()), ceil, true);
        Graph graph = b.build(b.conv("strided", x, 1, 1, 4));
        SameResult.assertSame(graph, new DeadWorkRemoval().apply(graph, log), 1);
    }

    @Test
    void thousandsOfGraphsKeepTheirResult() {
        SplittableRandom random = new SplittableRandom(5);
        int changed = 0;
        for (int i = 0; i < 8000; i++) {
            Graph graph = new DeadNodeRemoval().apply(RandomMaps.draw(random), log);
            Graph rewritten = new DeadWorkRemoval().apply(graph, log);
            changed += rewritten.equals(graph) ? 0 : 1;
            assertThat(GraphVerifier.problems(rewritten))
                    .as(GraphPrinter.print(graph))
                    .isEmpty();
            SameResult.assertSame(graph, rewritten, i);
            assertThat(CostEstimate.macs(rewritten)).isLessThanOrEqualTo(CostEstimate.macs(graph));
        }
        assertThat(changed).as("graphs that were changed").isGreaterThan(1500);
    }

    @Test
    void wholeNetworksKeepTheirResult() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 100; i++) {
            Graph graph = RandomNets.draw(random);
            SameResult.assertSame(graph, Pipeline.inference().run(graph, log), i);
        }
    }

    private Iterable<String> decisions(String layers) {
        return log.entries().stream()
                .filter(e -> e.node().startsWith(layers))
                .map(RewriteLog.Entry::toString)
                .toList();
    }

    private static Graph resNet(int size, int[] blocks, int groups, int wider, boolean atConv1) {
        NetBuilder b = new NetBuilder("ResNet", 3, size, size);
        Value x = b.maxPool("maxpool", b.convNormRelu("conv1", "bn1", b.input(), 64, 7, 2), Window.square(3, 2, 1));
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String name = "layer%d.%d".formatted(stage + 1, block);
                int width = (groups == 1 ? wider : 2) * (64 << stage);
                x = bottleneck(b, name, x, width, 256 << stage, groups, atConv1 ? stride : 1, atConv1 ? 1 : stride);
            }
        }
        return b.build(b.linear("fc", b.add("avgpool", new Op.GlobalAvgPool(), x), 1000));
    }

    private static Value bottleneck(
            NetBuilder b, String name, Value x, int width, int out, int groups, int stride1, int stride2) {
        Value y = b.convNormRelu(name + ".conv1", name + ".bn1", x, width, 1, stride1);
        y = b.conv(name + ".conv2", y, width, Window.square(3, stride2, 1), groups, false);
        y = b.relu(name + ".relu2", b.norm(name + ".bn2", y));
        y = b.norm(name + ".bn3", b.conv(name + ".conv3", y, out, 1, 1));
        Value shortcut = x;
        if (!x.shape().equals(y.shape())) {
            shortcut = b.conv(name + ".downsample.0", x, out, 1, stride1 * stride2);
            shortcut = b.norm(name + ".downsample.1", shortcut);
        }
        return b.relu(name + ".relu", b.add(name + ".add", new Op.Add(false), y, shortcut));
    }
}
