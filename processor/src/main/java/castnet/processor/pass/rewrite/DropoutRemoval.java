package castnet.processor.pass.rewrite;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;

/** Removes dropout, which is the identity in inference. */
public final class DropoutRemoval implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Dropout) {
                rewriter.replace(node.output(), node.input());
                log.fired(name(), node.name(), "", "the identity in inference");
            } else {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }
}
