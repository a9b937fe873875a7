package castnet.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class DifferentiationTest {
    static final List<Graph> NETS = Nets.small();

    @ParameterizedTest
    @FieldSource("NETS")
    void gradientsEqualFiniteDifferences(Graph declared) {
        assertGradients(declared);
    }

    @ParameterizedTest
    @EnumSource(Activation.Kind.class)
    void activations(Activation.Kind kind) {
        for (double alpha : new double[] {0.3, -0.2}) {
            assertGradients(around((b, x) -> b.activate("f", x, new Activation(kind, alpha))));
        }
    }

    @Test
    void pools() {
        Window overlapping = new Window(3, 2, 2, 1, 1, 0, 1, 1, 1, 1, true);
        assertGradients(around((b, x) -> b.maxPool("p", x, overlapping)));
        assertGradients(around((b, x) -> b.averagePool("p", x, overlapping, true)));
        assertGradients(around((b, x) -> b.averagePool("p", x, overlapping, false)));
        assertGradients(around((b, x) -> b.maxPool("p", x, new Window(2, 2, 1, 2, 0, 0, 0, 0, 2, 3, false))));
    }

    @Test
    void shapesOfChannelsAndPixels() {
        assertGradients(around((b, x) -> b.add("s", Op.Subsample.of(x.shape(), 2, 3), x)));
        assertGradients(around((b, x) -> b.add("p", new Op.PadChannels(2, 1), x)));
        assertGradients(around((b, x) -> b.add("c", new Op.Concat(), x, x)));
        assertGradients(around((b, x) -> b.add("d", new Op.Dropout(0.4), x)));
        assertGradients(around((b, x) -> b.norm("n", b.add("f", Op.Reshape.flat(x.shape()), x))));
        assertGradients(around((b, x) -> b.norm("n", b.add("r", Nets.turned(x.shape()), x))));
    }

    @Test
    void sumsOfManyAndOfTheSame() {
        assertGradients(around((b, x) -> b.relu("r", b.add("s", new Op.Add(false), x, b.norm("n", x), x))));
        assertGradients(around((b, x) -> b.add("s", new Op.Add(false), x, x)));
    }

    @Test
    void resampling() {
        assertGradients(around((b, x) -> b.norm("n", b.add("p", new Op.Pad(2, 0, 1, 3), x))));
        assertGradients(around((b, x) -> b.norm("n", b.add("p", new Op.Pad(2, 0, 1, 3, true), x))));
        for (int scale : new int[] {2, 3}) {
            assertGradients(around((b, x) -> b.norm("n", squared(b, b.add("u", new Op.Upsample(scale, false), x)))));
            assertGradients(around((b, x) -> b.norm("n", squared(b, b.add("u", new Op.Upsample(scale, true), x)))));
        }
    }

    private static Value squared(NetBuilder b, Value x) {
        return b.add("squared", new Op.Multiply(), x, x);
    }

    @Test
    void products() {
        assertGradients(around((b, x) -> b.add("p", new Op.Multiply(), x, b.norm("n", x))));
        assertGradients(around((b, x) -> b.add("p", new Op.Multiply(), x, x)));
        assertGradients(around(
                (b, x) -> b.add("p", new Op.Multiply(), b.input(), squeezed(b, b.conv("c", x, 2, 1, 1)))));
        assertGradients(around((b, x) -> b.add("p", new Op.Multiply(), x, squeezed(b, x))));
    }

    private static Value squeezed(NetBuilder b, Value x) {
        return b.activate(
                "gate", b.add("squeeze", new Op.GlobalAvgPool(), x), new Activation(Activation.Kind.SIGMOID, 0));
    }

    @Test
    void residualOfABatchNormWithoutRelu() {
        assertGradients(around((b, x) -> b.add("s", new Op.Add(false), b.norm("n", b.conv("c", x, 3, 3, 1)), x)));
    }

    @Test
    void convolutions() {
        assertGradients(around((b, x) -> b.conv("c", x, 6, new Window(2, 3, 2, 1, 1, 0, 0, 2, 1, 2, false), 3, true)));
        assertGradients(around((b, x) -> b.relu("r", b.conv("c", x, 4, Window.square(5, 1, 3), 1, true))));
    }

    @Test
    void theInputGetsNoGradient() {
        NetBuilder b = new NetBuilder("Net", 3, 8, 8);
        Value x = b.convNormRelu("conv1", "bn1", b.maxPool("pool", b.input(), Window.square(2, 2, 0)), 4, 3, 1);
        Graph graph = training(b.build(b.linear("fc", b.add("gap", new Op.GlobalAvgPool(), x), 3)));
        assertThat(graph.nodes())
                .extracting(n -> n.name())
                .containsExactly(
                        "pool",
                        "conv1",
                        "bn1",
                        "gap",
                        "fc",
                        "loss",
                        "fc.biasGradient",
                        "fc.weightGradient",
                        "fc.dataGradient",
                        "gap.gradient",
                        "bn1.gradient",
                        "conv1.weightGradient");
    }

    @Test
    void residualBlockNeedsNoAdditionOfItsOwn() {
        Graph graph = training(Nets.bottleneckResNet(3, 4, 6, 3));
        assertThat(graph.nodes()).noneMatch(n -> n.op() instanceof Op.Add || n.op() instanceof Op.ReluGradient);
        assertThat(graph.nodes())
                .filteredOn(n -> n.op() instanceof Op.ConvDataGradient g && g.accumulate())
                .hasSize(16);
    }

    @Test
    void networkWithoutParameters() {
        NetBuilder b = new NetBuilder("Net", 3, 8, 8);
        Graph graph = training(b.build(b.add("gap", new Op.GlobalAvgPool(), b.input())));
        assertThat(graph.nodes()).extracting(n -> n.name()).containsExactly("gap", "loss");
    }

    /** The op between two convolutions, so that its gradient reaches parameters on one side and comes from others. */
    private static Graph around(Layer layer) {
        NetBuilder b = new NetBuilder("Net", 2, 7, 6);
        Value x = b.conv("before", b.input(), 3, Window.square(3, 1, 1), 1, true);
        x = layer.apply(b, x);
        x = b.conv("after", x, 4, Window.square(1, 1, 0), 1, true);
        return b.build(b.add("gap", new Op.GlobalAvgPool(), x));
    }

    private interface Layer {
        Value apply(NetBuilder b, Value x);
    }

    private static Graph training(Graph declared) {
        return Pipeline.training().run(declared, new RewriteLog());
    }

    private static void assertGradients(Graph declared) {
        Graph graph = training(declared);
        RandomGenerator random = new SplittableRandom(11);
        Map<String, double[]> weights = RandomWeights.of(declared, random);
        Batch batch = RandomWeights.batch(declared, 3, random);
        ReferenceInterpreter.Result result = ReferenceInterpreter.training(graph, weights, batch);
        ReferenceInterpreter.Result forward = ReferenceInterpreter.training(declared, weights, batch);
        assertThat(result.value(graph.output())).containsExactly(forward.value(declared.output()), within(1e-12));
        assertThat(result.buffers().keySet()).isEqualTo(forward.buffers().keySet());
        for (int i = 0; i < 3; i++) {
            Map<String, double[]> direction = RandomWeights.direction(declared, random);
            assertThat(result.gradients().keySet()).isEqualTo(direction.keySet());
            double expected = difference(declared, weights, direction, batch);
            assertThat(dot(result.gradients(), direction))
                    .as(() -> GraphPrinter.print(graph))
                    .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    private static double difference(
            Graph graph, Map<String, double[]> weights, Map<String, double[]> direction, Batch batch) {
        double h = 1e-6;
        double up = ReferenceInterpreter.meanLoss(graph, moved(weights, direction, h), batch);
        double down = ReferenceInterpreter.meanLoss(graph, moved(weights, direction, -h), batch);
        return (up - down) / (2 * h);
    }

    private static Map<String, double[]> moved(
            Map<String, double[]> weights, Map<String, double[]> direction, double h) {
        Map<String, double[]> moved = new HashMap<>(weights);
        direction.forEach((key, d) -> {
            double[] values = Objects.requireNonNull(weights.get(key)).clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += h * d[i];
            }
            moved.put(key, values);
        });
        return moved;
    }

    private static double dot(Map<String, double[]> a, Map<String, double[]> b) {
        double sum = 0;
        for (Map.Entry<String, double[]> entry : a.entrySet()) {
            double[] other = Objects.requireNonNull(b.get(entry.getKey()));
            for (int i = 0; i < other.length; i++) {
                sum += entry.getValue()[i] * other[i];
            }
        }
        return sum;
    }
}
