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

/**
 * Finds what is computed and never read, because every reader's stride skips it. Borders that a window does not reach are not
 * counted.
 */
public final class UnreadActivations {
    private final GraphIndex index;

    private UnreadActivations(Graph graph) {
        this.index = new GraphIndex(graph);
    }

    /** A warning for each output of a layer that is read in part. */
    public static List<Finding> find(Graph graph) {
        UnreadActivations unread = new UnreadActivations(graph);
        List<Finding> findings = new ArrayList<>();
        for (Node node : graph.nodes()) {
            List<Node> skipping = unread.index.readers(node.output()).stream()
                    .filter(UnreadActivations::skips)
                    .toList();
            double share = skipping.isEmpty() ? 1 : ReadShare.ofValue(unread.index, node.output());
            if (share < 1) {
                findings.add(unread.finding(node, skipping, share));
            }
        }
        return findings;
    }

    private Finding finding(Node node, List<Node> skipping, double share) {
        String readers = skipping.stream()
                .map(reader -> reader.name() + " (" + OpText.describe(reader.op()) + ")")
                .collect(Collectors.joining(" and "));
        long wasted = wastedMacs(node.output(), share);
        return FindingId.UNREAD_ACTIVATIONS.at(
                strideOf(skipping.getFirst()),
                readers,
                skipping.size() == 1 ? "reads" : "read",
                String.format(Locale.ROOT, "%.4g", 100 * share),
                node.name(),
                wasted == 0
                        ? "the rest is computed for nothing"
                        : OpText.count(wasted) + " multiply-adds that made the rest are wasted");
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

    /** Multiply-adds for the unread share, back to the first layers that look at more than one pixel or have other readers. */
    private long wastedMacs(Value unread, double share) {
        long wasted = 0;
        Deque<Value> values = new ArrayDeque<>(List.of(unread));
        while (!values.isEmpty()) {
            Node producer = index.producer(values.pop()).orElse(null);
            if (producer != null) {
                wasted += Math.round(CostEstimate.macs(producer) * (1 - share));
                if (isPointwise(producer)) {
                    producer.inputs().stream()
                            .filter(input -> index.onlyReader(input).isPresent())
                            .forEach(values::push);
                }
            }
        }
        return wasted;
    }

    private static boolean isPointwise(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv -> conv.window().isPointwise();
            case Op.BatchNorm _, Op.Activate _, Op.Dropout _, Op.Add _, Op.Concat _, Op.PadChannels _ -> true;
            default -> false;
        };
    }
}
