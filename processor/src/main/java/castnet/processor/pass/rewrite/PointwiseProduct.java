package castnet.processor.pass.rewrite;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.Window;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one convolution of two 1×1 in a row with nothing between: {@code V·(W·x + b) + c = (V·W)·x + (V·b + c)}, where the product
 * is less work than its factors, i.e. where the layer between is wide. The weights themselves are multiplied when they are loaded.
 *
 * <p>Holds where the second reads the first alone, has no padding (it would read zeros where the first makes its bias of zeros) and
 * neither has groups. Inference only: training keeps both factors. Sums are rounded in another order.
 */
public final class PointwiseProduct implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Node> products = new HashMap<>();
        Set<String> gone = new HashSet<>();
        for (Node node : graph.nodes()) {
            Node first = index.producer(node.input()).orElse(null);
            if (first != null && isPixel(first) && isPixel(node)) {
                Node product = product(first, node);
                String condition = failedCondition(index, first, node, product);
                if (condition == null && products.containsKey(first.name())) {
                    condition = first.name() + " is a product already";
                }
                if (condition == null) {
                    long saved = CostEstimate.macs(first) + CostEstimate.macs(node) - CostEstimate.macs(product);
                    log.fired(
                            name(),
                            first.name(),
                            node.name(),
                            saved,
                            "its weights are multiplied into those of " + node.name() + "; saves " + OpText.count(saved)
                                    + " multiply-adds");
                    products.put(node.name(), product);
                    gone.add(first.name());
                } else {
                    log.declined(name(), first.name(), condition);
                }
            }
        }
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            if (!gone.contains(node.name())) {
                rewriter.emit(products.getOrDefault(node.name(), node));
            }
        }
        return rewriter.build();
    }

    private static boolean isPixel(Node node) {
        return node.op() instanceof Op.Conv2d conv
                && conv.window().kernelHeight() == 1
                && conv.window().kernelWidth() == 1;
    }

    private static @Nullable String failedCondition(GraphIndex index, Node first, Node second, Node product) {
        Op.Conv2d a = (Op.Conv2d) first.op();
        Op.Conv2d b = (Op.Conv2d) second.op();
        if (!a.epilogue().equals(Epilogue.NONE) || a.first() != null) {
            return "it does more than a convolution already";
        }
        if (index.onlyReader(first.output()).isEmpty()) {
            return "%s is not alone in reading it".formatted(second.name());
        }
        if (a.groups() != 1 || b.groups() != 1) {
            return "%s has groups".formatted(a.groups() == 1 ? second.name() : first.name());
        }
        Window w = b.window();
        if (w.top() != 0 || w.left() != 0 || w.bottom() != 0 || w.right() != 0) {
            return "%s has padding, where it reads zeros".formatted(second.name());
        }
        long both = CostEstimate.macs(first) + CostEstimate.macs(second);
        long merged = CostEstimate.macs(product);
        return merged < both
                ? null
                : "the product with %s costs %s multiply-adds, the two %s"
                        .formatted(second.name(), OpText.count(merged), OpText.count(both));
    }

    private static Node product(Node first, Node second) {
        Op.Conv2d a = (Op.Conv2d) first.op();
        Op.Conv2d b = (Op.Conv2d) second.op();
        Window before = a.window();
        Window window = new Window(
                1,
                1,
                before.strideHeight() * b.window().strideHeight(),
                before.strideWidth() * b.window().strideWidth(),
                before.top(),
                before.left(),
                before.bottom(),
                before.right(),
                1,
                1,
                false);
        List<Parameter> parameters = new ArrayList<>(second.parameters());
        parameters.addAll(first.parameters());
        Op.Conv2d op = b.with(window).after(new Op.Conv2d.Factor(a.outChannels(), a.folded()));
        return new Node(second.name(), op, first.inputs(), second.outputs(), parameters, second.origin());
    }
}
