package castnet.processor.pass.analysis;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Which elements of every tensor of a forward graph the result depends on, in inference: propagated backwards from the result,
 * exact for every kernel, stride, dilation, padding and group. With the statistics of a batch a batch norm would read all
 * pixels of a channel for each of them; that is why nothing here holds in training.
 */
public final class ReadAnalysis {
    private final Map<Integer, ReadSet> reads;

    private ReadAnalysis(Map<Integer, ReadSet> reads) {
        this.reads = reads;
    }

    /** What the result of a graph depends on. */
    public static ReadAnalysis of(Graph graph) {
        return of(graph, (value, read) -> read);
    }

    /**
     * What the result of a graph depends on if more is computed than is read.
     *
     * @param computed for each value and the elements of it that are read, the elements that are computed: at least those
     */
    public static ReadAnalysis of(Graph graph, BiFunction<Value, ReadSet, ReadSet> computed) {
        return from(graph, graph.output(), ReadSet.all(graph.output().shape()), computed);
    }

    /** What some elements of a value depend on. */
    static ReadAnalysis from(Graph graph, Value value, ReadSet elements) {
        return from(graph, value, elements, (v, read) -> read);
    }

    private static ReadAnalysis from(
            Graph graph, Value value, ReadSet elements, BiFunction<Value, ReadSet, ReadSet> computed) {
        Map<Integer, ReadSet> reads = new HashMap<>(Map.of(value.id(), elements));
        for (Node node : graph.nodes().reversed()) {
            Value output = node.output();
            ReadSet read = computed.apply(output, reads.getOrDefault(output.id(), ReadSet.none(output.shape())));
            reads.put(output.id(), read);
            for (int i = 0; i < node.inputs().size() && !read.isEmpty(); i++) {
                reads.merge(node.inputs().get(i).id(), read(node, i, read), ReadSet::union);
            }
        }
        Value input = graph.input();
        reads.put(input.id(), computed.apply(input, reads.getOrDefault(input.id(), ReadSet.none(input.shape()))));
        return new ReadAnalysis(reads);
    }

    /** The elements of a value that the result depends on, through all that stands between. */
    public ReadSet of(Value value) {
        return reads.getOrDefault(value.id(), ReadSet.none(value.shape()));
    }

    /** Multiply-adds of a node for elements that nobody reads. */
    public long unreadMacs(Node node) {
        TensorShape y = node.output().shape();
        return CostEstimate.macs(node)
                / y.elements()
                * (y.elements() - of(node.output()).elements());
    }

    /** Share of all activations, the input and every node's output by elements, that the result depends on. */
    public static double shareOf(Graph graph) {
        ReadAnalysis analysis = of(graph);
        double read = analysis.of(graph.input()).elements();
        double all = graph.input().shape().elements();
        for (Node node : graph.nodes()) {
            read += analysis.of(node.output()).elements();
            all += node.output().shape().elements();
        }
        return read / all;
    }

    /** The elements of one of its inputs that a node reads to compute all of its output. */
    public static ReadSet readBy(Node node, int input) {
        return read(node, input, ReadSet.all(node.output().shape()));
    }

    /** The table of reads: what a node takes of an input for some elements of its output. */
    private static ReadSet read(Node node, int input, ReadSet output) {
        TensorShape x = node.inputs().get(input).shape();
        return switch (node.op()) {
            // The first input goes through the window, a residual is added where it stands.
            case Op.Conv2d conv when input == 0 -> convolution(conv, x, output);
            case Op.Pool2d pool -> output.map(x, pixels -> pixels.through(pool.window(), x));
            case Op.Pad pad when pad.reflect() -> output.map(x, pixels -> pixels.reflected(pad, x));
            case Op.Pad pad -> output.map(x, pixels -> pixels.through(pad.window(), x));
            case Op.Upsample up -> output.map(x, pixels -> pixels.interpolated(up, x));
            case Op.Subsample s -> output.map(x, pixels -> pixels.through(everyPixel(s), x));
            case Op.GlobalAvgPool _ -> output.map(x, pixels -> Pixels.all(x.height(), x.width()));
            case Op.Linear _ -> ReadSet.all(x);
            case Op.Reshape reshape -> reshaped(x, reshape.to(), output);
            case Op.Concat _ -> output.slice(channelsBefore(node, input), x);
            case Op.PadChannels pad -> output.slice(pad.before(), x);
            case Op.Multiply _ when x.pixels() == 1 -> output.map(x, pixels -> Pixels.all(1, 1));
            case Op.Conv2d _, Op.BatchNorm _, Op.Activate _, Op.Dropout _, Op.Add _, Op.Multiply _ -> output;
            case Op.Training _ ->
                throw new IllegalArgumentException(node.name() + " is no forward op: reads are those of inference");
        };
    }

    private static ReadSet convolution(Op.Conv2d conv, TensorShape x, ReadSet output) {
        int perGroup = conv.outChannels() / conv.groups();
        List<Pixels> groups = new ArrayList<>();
        for (int g = 0; g < conv.groups(); g++) {
            groups.add(output.pixels(g * perGroup, (g + 1) * perGroup).through(conv.window(), x));
        }
        return ReadSet.ofGroups(x, groups);
    }

    private static Window everyPixel(Op.Subsample s) {
        return new Window(1, 1, s.strideHeight(), s.strideWidth(), 0, 0, 0, 0, 1, 1, false);
    }

    private static int channelsBefore(Node concat, int input) {
        return concat.inputs().subList(0, input).stream()
                .mapToInt(v -> v.shape().channels())
                .sum();
    }

    // Element by element, in NCHW order.
    private static ReadSet reshaped(TensorShape x, TensorShape y, ReadSet output) {
        if (output.elements() == x.elements()) {
            return ReadSet.all(x);
        }
        List<Pixels> channels = new ArrayList<>();
        for (int c = 0; c < x.channels(); c++) {
            Pixels pixels = Pixels.none(x.height(), x.width());
            for (int row = 0; row < x.height(); row++) {
                BitSet columns = new BitSet(x.width());
                for (int column = 0; column < x.width(); column++) {
                    int k = (c * x.height() + row) * x.width() + column;
                    columns.set(column, output.contains(k / y.pixels(), k % y.pixels() / y.width(), k % y.width()));
                }
                BitSet only = new BitSet(x.height());
                only.set(row);
                pixels = pixels.union(Pixels.product(x.height(), x.width(), only, columns));
            }
            channels.add(pixels);
        }
        return ReadSet.ofGroups(x, channels);
    }
}
