package castnet.processor.pass.rewrite;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.OpText;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.analysis.ReadAnalysis;
import castnet.processor.pass.analysis.StridedBox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Computes of every tensor only the pixels that are read: rows and columns at a constant distance. A stride that skips pixels is
 * so pushed back through everything that works pixel by pixel (batch norms with running statistics, activations, sums, 1×1
 * convolutions) into the first window before it, a residual is subsampled, and borders that no window reaches are cut off; for
 * a ResNet v1 that moves the stride of a stage's first 1×1 into the last 3×3 of the stage before. Each output element is the
 * same sum as before.
 *
 * <p>Holds in inference only: the statistics of a batch are taken over all pixels, read or not.
 */
public final class DeadWorkRemoval implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        // What cannot be computed in part is computed whole; each round finds at least one more of that, or is the
        // last.
        Map<Integer, String> whole = new HashMap<>();
        whole.put(graph.input().id(), "it is the network's input");
        while (true) {
            Map<Integer, StridedBox> boxes = boxes(graph, whole);
            BoxedRewrite.Result result = new BoxedRewrite(graph, boxes).rewrite();
            if (result.impossible().isEmpty()) {
                log(graph, boxes, whole, log);
                return result.graph();
            }
            result.impossible().forEach(whole::putIfAbsent);
        }
    }

    /** The pixels to compute of each value: a box around what is read, given that all of each box is computed. */
    private static Map<Integer, StridedBox> boxes(Graph graph, Map<Integer, String> whole) {
        Map<Integer, StridedBox> boxes = new HashMap<>();
        ReadAnalysis.of(graph, (value, read) -> {
            TensorShape shape = value.shape();
            StridedBox box = whole.containsKey(value.id()) ? StridedBox.all(shape) : StridedBox.hull(read);
            boxes.put(value.id(), box);
            return box.of(shape);
        });
        return boxes;
    }

    private void log(Graph graph, Map<Integer, StridedBox> boxes, Map<Integer, String> whole, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        for (Node node : graph.nodes()) {
            Value value = node.output();
            StridedBox box = boxes.getOrDefault(value.id(), StridedBox.all(value.shape()));
            if (!box.isAll(value.shape())) {
                long macs = savedMacs(node, box);
                log.fired(name(), node.name(), node.name(), macs, saving(index, node, box, macs));
            } else if (index.readers(value).stream().anyMatch(r -> readsInPart(r, value))) {
                log.declined(name(), node.name(), whyWhole(index, value, boxes, whole));
            }
        }
    }

    private static long savedMacs(Node node, StridedBox box) {
        int pixels = node.output().shape().pixels();
        return CostEstimate.macs(node)
                / pixels
                * (pixels - box.rows().count() * box.columns().count());
    }

    private static String saving(GraphIndex index, Node node, StridedBox box, long macs) {
        TensorShape shape = node.output().shape();
        String readers =
                index.readers(node.output()).stream().map(Node::name).distinct().collect(Collectors.joining(", "));
        return "%d×%d of %d×%d pixels are computed, %s; no more is read by %s%s"
                .formatted(
                        box.rows().count(),
                        box.columns().count(),
                        shape.height(),
                        shape.width(),
                        box,
                        readers,
                        macs == 0 ? "" : "; saves " + OpText.count(macs) + " multiply-adds");
    }

    /** Whether a node, asked for all of its output, reads less than all of a value. */
    private static boolean readsInPart(Node reader, Value value) {
        return isRead(reader, value, false);
    }

    private static boolean isRead(Node reader, Value value, boolean whole) {
        for (int i = 0; i < reader.inputs().size(); i++) {
            if (reader.inputs().get(i).equals(value)
                    && whole == StridedBox.hull(ReadAnalysis.readBy(reader, i)).isAll(value.shape())) {
                return true;
            }
        }
        return false;
    }

    private static String whyWhole(
            GraphIndex index, Value value, Map<Integer, StridedBox> boxes, Map<Integer, String> whole) {
        if (index.isResult(value)) {
            return "it is the network's result";
        }
        String impossible = whole.get(value.id());
        if (impossible != null) {
            return impossible;
        }
        List<Node> readers = index.readers(value);
        return readers.stream()
                .filter(r -> isRead(r, value, true))
                .filter(r -> isWhole(r.output(), boxes))
                .findFirst()
                .map(r -> "%s (%s) reads all of it".formatted(r.name(), OpText.describe(r.op())))
                .orElse("together its readers read all of it: "
                        + readers.stream().map(Node::name).distinct().collect(Collectors.joining(", ")));
    }

    private static boolean isWhole(Value value, Map<Integer, StridedBox> boxes) {
        return boxes.getOrDefault(value.id(), StridedBox.all(value.shape())).isAll(value.shape());
    }
}
