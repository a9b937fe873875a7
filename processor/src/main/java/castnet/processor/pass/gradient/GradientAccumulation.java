package castnet.processor.pass.gradient;

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
import java.util.Optional;

/**
 * Where a gradient is the sum of an earlier gradient and the data gradient of a convolution, lets the convolution add to the
 * earlier one in place. Holds where nobody else reads either summand.
 */
public final class GradientAccumulation implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Node> convolutionOf = new HashMap<>();
        Map<String, Node> sumOf = new HashMap<>();
        for (Node sum : graph.nodes()) {
            candidate(index, sum).ifPresent(convolution -> {
                convolutionOf.put(sum.name(), convolution);
                sumOf.put(convolution.name(), sum);
                log.fired(
                        name(),
                        sum.name(),
                        convolution.name(),
                        "one pass over " + OpText.count(sum.output().shape().elements()) + " elements");
            });
        }
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            Node sum = sumOf.get(node.name());
            if (sum != null) {
                rewriter.emit(accumulating(node, sum));
            } else if (!convolutionOf.containsKey(node.name())) {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    /** The convolution that can do a sum. The second summand is the later one, so the first is there when it begins. */
    private static Optional<Node> candidate(GraphIndex index, Node sum) {
        if (!(sum.op() instanceof Op.Add add) || add.relu() || sum.inputs().size() != 2) {
            return Optional.empty();
        }
        Value soFar = sum.inputs().getFirst();
        Value last = sum.inputs().get(1);
        if (index.onlyReader(soFar).isEmpty() || index.onlyReader(last).isEmpty()) {
            return Optional.empty();
        }
        return index.producer(last).filter(p -> p.op() instanceof Op.ConvDataGradient g && !g.accumulate());
    }

    private static Node accumulating(Node convolution, Node sum) {
        Op.ConvDataGradient g = (Op.ConvDataGradient) convolution.op();
        Op op = new Op.ConvDataGradient(g.of(), g.input(), true);
        List<Value> inputs = List.of(convolution.input(), sum.inputs().getFirst());
        return new Node(convolution.name(), op, inputs, sum.outputs(), convolution.parameters(), convolution.origin());
    }
}
