package castnet.processor.pass.rewrite;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Value;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Removes nodes of a forward graph that the network's output does not depend on. */
public final class DeadNodeRemoval implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        Set<Integer> needed = new HashSet<>();
        needed.add(graph.output().id());
        Deque<Node> live = new ArrayDeque<>();
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().map(Value::id).anyMatch(needed::contains)) {
                node.inputs().forEach(v -> needed.add(v.id()));
                live.addFirst(node);
            } else {
                log.fired(name(), node.name(), "", "the output does not depend on it");
            }
        }
        return live.size() == graph.nodes().size()
                ? graph
                : new Graph(graph.name(), graph.input(), live.stream().toList(), graph.output());
    }
}
