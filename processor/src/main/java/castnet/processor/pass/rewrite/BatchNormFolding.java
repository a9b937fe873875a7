package castnet.processor.pass.rewrite;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Parameter;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch norm with running statistics into the convolution before it: {@code (w·x)·s + t = (s·w)·x + t}. Holds where
 * nobody else reads the convolution's result. The weights themselves are folded when they are loaded.
 */
public final class BatchNormFolding implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Node> normOf = new HashMap<>();
        Map<String, Node> convolutionOf = new HashMap<>();
        for (Node norm : graph.nodes()) {
            if (norm.op() instanceof Op.BatchNorm) {
                Node producer = index.producer(norm.input()).orElse(null);
                String condition = failedCondition(index, producer);
                if (condition != null) {
                    log.declined(name(), norm.name(), condition);
                } else if (producer != null) {
                    normOf.put(producer.name(), norm);
                    convolutionOf.put(norm.name(), producer);
                    log.fired(name(), norm.name(), producer.name(), saving(norm));
                }
            }
        }
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            Node norm = normOf.get(node.name());
            if (norm != null) {
                rewriter.emit(folded(node, norm));
            } else if (!convolutionOf.containsKey(node.name())) {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    private static @Nullable String failedCondition(GraphIndex index, @Nullable Node producer) {
        if (producer == null) {
            return "it reads the network's input";
        }
        if (!(producer.op() instanceof Op.Conv2d conv)) {
            return "it reads %s, which is no convolution".formatted(producer.name());
        }
        if (!conv.epilogue().equals(Epilogue.NONE) || conv.folded() != null) {
            return "%s does more than a convolution already".formatted(producer.name());
        }
        if (index.isResult(producer.output())) {
            return "the result of %s is the network's output".formatted(producer.name());
        }
        return index.onlyReader(producer.output()).isPresent()
                ? null
                : "the result of %s has %d readers"
                        .formatted(
                                producer.name(),
                                index.readers(producer.output()).size());
    }

    private static String saving(Node norm) {
        return "one pass over " + OpText.count(norm.output().shape().elements()) + " elements";
    }

    private static Node folded(Node convolution, Node norm) {
        Op.Conv2d op = ((Op.Conv2d) convolution.op()).folding(((Op.BatchNorm) norm.op()).epsilon());
        List<Parameter> parameters = new ArrayList<>(convolution.parameters());
        parameters.addAll(norm.parameters());
        return new Node(convolution.name(), op, convolution.inputs(), norm.outputs(), parameters, convolution.origin());
    }
}
