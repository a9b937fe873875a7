package castnet.processor.pass.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomMaps;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadAnalysisTest {
    @Test
    void stridesOfResNets() {
        assertThat(share(56, Window.square(1, 2, 0))).isEqualTo(0.25);
        assertThat(share(7, Window.square(1, 2, 0))).isCloseTo(16 / 49.0, within(1e-15));
        assertThat(share(56, Window.square(3, 2, 1))).isEqualTo(1);
        assertThat(share(56, Window.square(2, 3, 0))).isCloseTo(38 * 38 / 3136.0, within(1e-15));
    }

    @Test
    void anyWindowAgainstCounting() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            Window w = new Window(
                    1 + random.nextInt(4),
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    false);
            TensorShape x = new TensorShape(1, 7 + random.nextInt(5), 7 + random.nextInt(5));
            NetBuilder b = new NetBuilder("Net", 1, x.height(), x.width());
            Graph graph = b.build(b.conv("c", b.input(), 1, w, 1, false));
            assertThat(share(graph)).isEqualTo(counted(w, x));
        }
    }

    private static double counted(Window w, TensorShape x) {
        boolean[][] read = new boolean[x.height()][x.width()];
        int count = 0;
        for (int oy = 0; oy < w.outputHeight(x.height()); oy++) {
            for (int ox = 0; ox < w.outputWidth(x.width()); ox++) {
                for (int k = 0; k < w.kernelHeight() * w.kernelWidth(); k++) {
                    int row = oy * w.strideHeight() - w.top() + k / w.kernelWidth() * w.dilationHeight();
                    int column = ox * w.strideWidth() - w.left() + k % w.kernelWidth() * w.dilationWidth();
                    if (row >= 0 && row < x.height() && column >= 0 && column < x.width() && !read[row][column]) {
                        read[row][column] = true;
                        count++;
                    }
                }
            }
        }
        return (double) count / x.pixels();
    }

    @Test
    void readersTogether() {
        NetBuilder b = new NetBuilder("Net", 3, 8, 8);
        Value x = b.relu("relu", b.input());
        Value even = b.conv("even", x, 4, 1, 2);
        Value dead = b.conv("dead", x, 4, Window.square(2, 4, 0), 1, false);
        Value odd = b.conv("odd", x, 4, new Window(1, 1, 2, 2, 1, 1, 0, 0, 1, 1, false), 1, false);
        even = b.conv("even2", even, 4, Window.square(2, 1, 1), 1, false);
        Graph graph = b.build(b.add("sum", new Op.Add(false), even, odd));
        ReadAnalysis reads = ReadAnalysis.of(graph);
        assertThat(reads.of(x).share()).isEqualTo((16 + 16) / 64.0);
        assertThat(reads.of(b.input())).isEqualTo(reads.of(x));
        assertThat(reads.of(x)).hasToString("rows 1, 3 … 7 × columns 1, 3 … 7 + rows 0, 2 … 6 × columns 0, 2 … 6");
        assertThat(reads.of(dead).isEmpty()).isTrue();
        assertThat(reads.of(graph.output()).share()).isEqualTo(1);
    }

    @Test
    void throughAResidualAndBackToTheFirstWindow() {
        NetBuilder b = new NetBuilder("Net", 8, 9, 9);
        Value x = b.relu("relu", b.input());
        Value block = Nets.bottleneck(b, "block", x, 2, 1, 1);
        Graph graph = b.build(b.conv("next", block, 4, 1, 2));
        ReadAnalysis reads = ReadAnalysis.of(graph);
        assertThat(unreadMacs(graph, reads))
                .containsExactly(entry("block.conv2", (81 - 25) * 4 * 9L), entry("block.conv3", (81 - 25) * 16L));
        assertThat(reads.of(x).share()).isEqualTo(1);
    }

    private static Map<String, Long> unreadMacs(Graph graph, ReadAnalysis reads) {
        Map<String, Long> unread = new LinkedHashMap<>();
        graph.nodes().stream()
                .filter(n -> reads.unreadMacs(n) > 0)
                .forEach(n -> unread.put(n.name(), reads.unreadMacs(n)));
        return unread;
    }

    @Test
    void channelsOfGroups() {
        NetBuilder b = new NetBuilder("Net", 4, 2, 2);
        Value x = b.conv("grouped", b.relu("relu", b.input()), 4, Window.square(1, 1, 0), 2, false);
        Value flat = b.add("flat", Op.Reshape.flat(x.shape()), x);
        Graph graph = b.build(flat);
        ReadSet half = ReadSet.none(flat.shape());
        for (int k = 0; k < 6; k++) {
            half = half.union(ReadSet.all(new TensorShape(1, 1, 1)).shift(k, flat.shape()));
        }
        assertThat(ReadAnalysis.from(graph, flat, half).of(x))
                .hasToString("channels 0 … 0: rows 0, 1 × columns 0, 1; channels 1 … 1: rows 0 × columns 0, 1");
        assertThat(ReadAnalysis.from(graph, flat, half).of(b.input()))
                .hasToString("channels 0 … 1: rows 0, 1 × columns 0, 1");
    }

    @Test
    void wholeGraph() {
        NetBuilder b = new NetBuilder("Net", 1, 4, 4);
        Graph graph = b.build(b.conv("c", b.input(), 1, 1, 2));
        assertThat(ReadAnalysis.shareOf(graph)).isCloseTo((4 + 4) / 20.0, within(1e-15));
    }

    @Test
    void receptiveFields() {
        NetBuilder b = new NetBuilder("Net", 1, 99, 99);
        Value first = b.conv("first", b.input(), 1, 3, 1);
        Value second = b.conv("second", first, 1, 3, 2);
        Value skipping = b.conv("skipping", second, 1, 1, 2);
        Value dilated = b.conv("dilated", skipping, 1, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2, false), 1, false);
        Graph graph = b.build(dilated);
        assertThat(ReceptiveField.of(graph, b.input())).isEqualTo(new ReceptiveField(1, 1, 1));
        assertThat(ReceptiveField.of(graph, first)).isEqualTo(new ReceptiveField(3, 3, 1));
        assertThat(ReceptiveField.of(graph, second)).isEqualTo(new ReceptiveField(5, 5, 1));
        assertThat(ReceptiveField.of(graph, skipping)).isEqualTo(new ReceptiveField(5, 5, 1));
        // Three taps at a distance of 8, each 5 wide: 15 of 21 lines.
        assertThat(ReceptiveField.of(graph, dilated)).isEqualTo(new ReceptiveField(21, 21, 15 * 15 / (21 * 21.0)));
    }

    /** Nothing that is said to be unread matters, and everything that is said to be read does. */
    @Test
    void poisonAgreesOnThousandsOfGraphs() {
        SplittableRandom random = new SplittableRandom(11);
        int partial = 0;
        for (int i = 0; i < 4000; i++) {
            Graph graph = RandomMaps.draw(random);
            ReadAnalysis reads = ReadAnalysis.of(graph);
            Map<String, double[]> weights = RandomWeights.of(graph, random);
            Batch batch = RandomWeights.batch(graph, 1, random);
            double[] clean =
                    ReferenceInterpreter.inference(graph, weights, batch).value(graph.output());
            double[] unread = ReferenceInterpreter.inference(
                            graph, weights, batch, (value, x) -> poison(reads.of(value), x, false, -1))
                    .value(graph.output());
            assertThat(unread)
                    .as("unread values of\n%s", GraphPrinter.print(graph))
                    .isEqualTo(clean);
            for (Value value : values(graph)) {
                ReadSet read = reads.of(value);
                partial += read.share() < 1 && !read.isEmpty() ? 1 : 0;
                if (!read.isEmpty()) {
                    int chosen = random.nextInt(Math.toIntExact(read.elements()));
                    double[] poisoned = ReferenceInterpreter.inference(
                                    graph,
                                    weights,
                                    batch,
                                    (v, x) -> poison(v.equals(value) ? read : null, x, true, chosen))
                            .value(graph.output());
                    assertThat(Arrays.stream(poisoned).anyMatch(Double::isNaN))
                            .as("read element %d of %s in\n%s", chosen, value, GraphPrinter.print(graph))
                            .isTrue();
                }
            }
        }
        assertThat(partial).as("values that were read in part").isGreaterThan(4000);
    }

    private static List<Value> values(Graph graph) {
        List<Value> values = new ArrayList<>(List.of(graph.input()));
        graph.nodes().forEach(node -> values.addAll(node.outputs()));
        return values;
    }

    /** Writes NaN over the elements that are (or are not) read, or over the chosen one of them. */
    private static void poison(@Nullable ReadSet read, double[] tensor, boolean where, int chosen) {
        if (read == null) {
            return;
        }
        TensorShape s = read.shape();
        int found = 0;
        for (int i = 0; i < tensor.length; i++) {
            int pixel = i % s.pixels();
            if (read.contains(i / s.pixels(), pixel / s.width(), pixel % s.width()) == where) {
                if (chosen < 0 || chosen == found) {
                    tensor[i] = Double.NaN;
                }
                found++;
            }
        }
    }

    private static double share(int size, Window window) {
        NetBuilder b = new NetBuilder("Net", 1, size, size);
        return share(b.build(b.conv("c", b.input(), 1, window, 1, false)));
    }

    private static double share(Graph graph) {
        return ReadAnalysis.readBy(graph.nodes().getFirst(), 0).share();
    }
}
