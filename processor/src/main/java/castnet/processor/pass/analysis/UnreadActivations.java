package castnet.processor.pass.analysis;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Origin;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what is computed and never read: because every reader's stride skips it, or no window reaches the border. */
public final class UnreadActivations {
    private final GraphIndex index;
    private final ReadAnalysis reads;

    private UnreadActivations(Graph graph) {
        this.index = new GraphIndex(graph);
        this.reads = ReadAnalysis.of(graph);
    }

    /** A warning for each output of a layer that its readers read in part. */
    public static List<Finding> find(Graph graph) {
        UnreadActivations unread = new UnreadActivations(graph);
        List<Finding> findings = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Value value = node.output();
            ReadSet direct = unread.direct(value);
            if (direct.share() < 1 && !direct.isEmpty()) {
                List<Node> skipping = unread.readers(value).stream()
                        .filter(UnreadActivations::skips)
                        .toList();
                findings.add(skipping.isEmpty() ? unread.border(node, direct) : unread.skipped(node, skipping, direct));
            }
        }
        return findings;
    }

    /** What the readers of a value read of it, taken alone. */
    private ReadSet direct(Value value) {
        ReadSet direct = index.isResult(value) ? ReadSet.all(value.shape()) : ReadSet.none(value.shape());
        for (Node reader : readers(value)) {
            for (int i = 0; i < reader.inputs().size(); i++) {
                if (reader.inputs().get(i).equals(value)) {
                    direct = direct.union(ReadAnalysis.readBy(reader, i));
                }
            }
        }
        return direct;
    }

    private List<Node> readers(Value value) {
        return index.readers(value).stream().distinct().toList();
    }

    private Finding skipped(Node node, List<Node> skipping, ReadSet direct) {
        long wasted = wastedMacs(node.output());
        return FindingId.UNREAD_ACTIVATIONS.at(
                strideOf(skipping.getFirst()),
                describe(skipping),
                skipping.size() == 1 ? "reads" : "read",
                percent(direct.share()),
                node.name(),
                wasted == 0
                        ? "the rest is computed for nothing"
                        : OpText.count(wasted) + " multiply-adds that made the rest are wasted");
    }

    private Finding border(Node node, ReadSet direct) {
        List<Node> readers = readers(node.output());
        long wasted = wastedMacs(node.output());
        return FindingId.UNREAD_BORDER.at(
                readers.getFirst().origin().at("kernel"),
                describe(readers),
                readers.size() == 1 ? "does" : "do",
                node.name(),
                node.output().shape().height() + "×" + node.output().shape().width(),
                percent(1 - direct.share()),
                wasted == 0 ? "" : ", made by " + OpText.count(wasted) + " multiply-adds,");
    }

    private static String describe(List<Node> readers) {
        return readers.stream()
                .map(reader -> reader.name() + " (" + OpText.describe(reader.op()) + ")")
                .collect(Collectors.joining(" and "));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g", 100 * share);
    }

    private static Origin strideOf(Node reader) {
        Origin at = reader.origin().at("at");
        return at.equals(reader.origin()) ? reader.origin().at("stride") : at;
    }

    private static boolean skips(Node reader) {
        return switch (reader.op()) {
            case Op.Conv2d conv -> skips(conv.window());
            case Op.Pool2d pool -> skips(pool.window());
            case Op.Subsample s -> s.strideHeight() > 1 || s.strideWidth() > 1;
            default -> false;
        };
    }

    private static boolean skips(Window w) {
        return w.strideHeight() > w.spanHeight() || w.strideWidth() > w.spanWidth();
    }

    /**
     * Multiply-adds for elements of a value that nobody reads, and for what only they were made of, back to values that have a
     * warning of their own.
     */
    private long wastedMacs(Value unread) {
        long wasted = 0;
        Deque<Value> values = new ArrayDeque<>(List.of(unread));
        while (!values.isEmpty()) {
            Node producer = index.producer(values.pop()).orElse(null);
            if (producer != null) {
                wasted += reads.unreadMacs(producer);
                producer.inputs().stream()
                        .filter(input -> index.onlyReader(input).isPresent())
                        .filter(input ->
                                direct(input).share() == 1 && reads.of(input).share() < 1)
                        .forEach(values::push);
            }
        }
        return wasted;
    }
}
