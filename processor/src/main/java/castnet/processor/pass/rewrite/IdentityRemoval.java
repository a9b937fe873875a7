package castnet.processor.pass.rewrite;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;

/** Removes nodes whose output equals their input by their attributes alone. */
public final class IdentityRemoval implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            if (isIdentity(node)) {
                rewriter.replace(node.output(), node.input());
                log.fired(name(), node.name(), "", "changes nothing");
            } else {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    private static boolean isIdentity(Node node) {
        TensorShape x = node.input().shape();
        return switch (node.op()) {
            case Op.Pool2d pool -> pool.window().isPointwise();
            case Op.Subsample _ -> node.output().shape().equals(x);
            case Op.PadChannels pad -> pad.before() == 0 && pad.after() == 0;
            case Op.GlobalAvgPool _ -> x.pixels() == 1;
            case Op.Reshape reshape -> reshape.to().equals(x);
            case Op.Dropout dropout -> dropout.probability() == 0;
            case Op.Conv2d _, Op.Linear _, Op.BatchNorm _, Op.Activate _, Op.Add _, Op.Multiply _, Op.Concat _ -> false;
            case Op.Pad pad -> pad.window().isPointwise();
            case Op.Upsample up -> up.scale() == 1;
            case Op.Training _ -> false;
        };
    }
}
