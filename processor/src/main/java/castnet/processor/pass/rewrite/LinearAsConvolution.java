package castnet.processor.pass.rewrite;

import castnet.processor.finding.Origin;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.GraphRewriter;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes fully connected layers convolutions. Over a flattened C×H×W the kernel is H×W: the weight {@code [out, C·H·W]} is OIHW
 * already. Activations, dropout and sums between the two are done before the flattening, which then has no reader left.
 */
public final class LinearAsConvolution implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        return new Run(graph, log).rewrite();
    }

    private final class Run {
        private final Graph graph;
        private final RewriteLog log;
        private final GraphRewriter rewriter;

        /** The map that a vector of the old graph is the flattening of, for vectors that do not exist in the new one (yet). */
        private final Map<Integer, Value> maps = new HashMap<>();

        Run(Graph graph, RewriteLog log) {
            this.graph = graph;
            this.log = log;
            this.rewriter = new GraphRewriter(graph);
        }

        Graph rewrite() {
            graph.nodes().forEach(this::rewrite);
            materialize(graph.output());
            return rewriter.build();
        }

        private void rewrite(Node node) {
            switch (node.op()) {
                case Op.Reshape r when r.flattens() && node.input().shape().pixels() > 1 -> flatten(node);
                case Op.Linear linear -> convolve(node, linear);
                case Op.Activate _, Op.Dropout _, Op.Add _ when allFlattened(node) -> beforeFlattening(node);
                default -> {
                    node.inputs().forEach(this::materialize);
                    rewriter.emit(node);
                }
            }
        }

        // A map that was flattened is never itself the flattening of another: C·H·W×1×1 flattens to itself.
        private void flatten(Node node) {
            maps.put(node.output().id(), rewriter.current(node.input()));
            log.fired(name(), node.name(), "", "the next layer reads the map itself");
        }

        private void convolve(Node node, Op.Linear linear) {
            Value map = maps.getOrDefault(node.input().id(), node.input());
            TensorShape x = map.shape();
            Window window = new Window(x.height(), x.width(), 1, 1, 0, 0, 0, 0, 1, 1, false);
            Op.Conv2d conv = new Op.Conv2d(linear.outFeatures(), window, 1);
            rewriter.emit(new Node(node.name(), conv, List.of(map), node.outputs(), node.parameters(), node.origin()));
        }

        private boolean allFlattened(Node node) {
            List<Value> inputs = node.inputs();
            Value first = maps.get(inputs.getFirst().id());
            return first != null
                    && inputs.stream().allMatch(v -> {
                        Value map = maps.get(v.id());
                        return map != null && map.shape().equals(first.shape());
                    });
        }

        private void beforeFlattening(Node node) {
            List<Value> inputs =
                    node.inputs().stream().map(v -> maps.get(v.id())).toList();
            Value output =
                    rewriter.fresh(node.output().name(), inputs.getFirst().shape());
            rewriter.emit(new Node(node.name(), node.op(), inputs, List.of(output), List.of(), node.origin()));
            maps.put(node.output().id(), output);
        }

        /** Someone needs the vector itself: flatten the map after all. */
        private void materialize(Value vector) {
            Value map = maps.remove(vector.id());
            if (map != null) {
                log.declined(name(), vector.name(), "a reader needs the vector, not the map");
                String flattening = vector.name() + ".flatten";
                rewriter.emit(new Node(
                        flattening,
                        Op.Reshape.flat(map.shape()),
                        List.of(map),
                        List.of(vector),
                        List.of(),
                        Origin.NONE));
            }
        }
    }
}
