package castnet.processor.pass.rewrite;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Value;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the batch norm behind an average before it: {@code mean(x)·s + t = mean(x·s + t)}, so that the convolution in front of
 * the average can take it in and one pass over the averages is saved.
 *
 * <p>Holds where the average's weights add up to one, and where convolution, average and batch norm read each other alone.
 * Behind a maximum it holds only for scales that are not negative, which nobody knows before the weights are loaded.
 */
public final class BatchNormBeforeAverage implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Node> normOf = new HashMap<>();
        Map<String, Node> poolOf = new HashMap<>();
        for (Node norm : graph.nodes()) {
            Node pool = norm.op() instanceof Op.BatchNorm
                    ? index.producer(norm.input()).orElse(null)
                    : null;
            Node conv =
                    pool != null && isPool(pool) ? index.producer(pool.input()).orElse(null) : null;
            if (pool != null && conv != null && conv.op() instanceof Op.Conv2d op) {
                String condition = failedCondition(index, conv, op, pool);
                if (condition == null) {
                    normOf.put(pool.name(), norm);
                    poolOf.put(norm.name(), pool);
                    String saving = "one pass over "
                            + OpText.count(norm.output().shape().elements()) + " elements";
                    log.fired(
                            name(), norm.name(), conv.name(), "it stands before " + pool.name() + "; saves " + saving);
                } else {
                    log.declined(name(), norm.name(), condition);
                }
            }
        }
        return normOf.isEmpty() ? graph : rewrite(graph, normOf, poolOf);
    }

    private static Graph rewrite(Graph graph, Map<String, Node> normOf, Map<String, Node> poolOf) {
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            Node norm = normOf.get(node.name());
            if (norm != null) {
                Value normed = rewriter.fresh(norm.output().name(), node.input().shape());
                rewriter.emit(new Node(
                        norm.name(), norm.op(), node.inputs(), List.of(normed), norm.parameters(), norm.origin()));
                rewriter.emit(
                        new Node(node.name(), node.op(), List.of(normed), norm.outputs(), List.of(), node.origin()));
            } else if (!poolOf.containsKey(node.name())) {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    private static boolean isPool(Node node) {
        return node.op() instanceof Op.Pool2d || node.op() instanceof Op.GlobalAvgPool;
    }

    private static @Nullable String failedCondition(GraphIndex index, Node conv, Op.Conv2d op, Node pool) {
        if (!Average.is(pool)) {
            return "%s takes the maximum, which a negative scale makes the minimum".formatted(pool.name());
        }
        if (Average.countsPadding(pool)) {
            return "%s counts padding, which the shift would not reach".formatted(pool.name());
        }
        if (!op.epilogue().equals(Epilogue.NONE) || op.folded() != null) {
            return "%s does more than a convolution already".formatted(conv.name());
        }
        if (index.onlyReader(conv.output()).isEmpty()) {
            return "%s is not alone in reading %s".formatted(pool.name(), conv.name());
        }
        return index.onlyReader(pool.output()).isEmpty() ? "it is not alone in reading " + pool.name() : null;
    }
}
