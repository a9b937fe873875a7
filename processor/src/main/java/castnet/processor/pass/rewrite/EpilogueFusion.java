package castnet.processor.pass.rewrite;

import castnet.processor.graph.Activation;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the layer that computes a summand add the other one (a residual) as it stores, and apply the ReLU behind it: first sums of
 * two join the convolution or batch norm of the later branch, then ReLUs join convolutions, batch norms and sums. Holds where
 * nobody else reads the layer's own result. Exact in training and inference alike.
 */
public final class EpilogueFusion implements Pass {
    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        return fuseRelus(fuseSums(graph, log), log);
    }

    private Graph fuseSums(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Integer> order = order(graph);
        Map<String, Node> branchOf = new HashMap<>();
        Map<String, Node> sumOf = new HashMap<>();
        for (Node sum : graph.nodes()) {
            if (sum.op() instanceof Op.Add) {
                Optional<Node> branch = later(candidates(index, sum), order, sumOf);
                if (branch.isPresent()) {
                    branchOf.put(sum.name(), branch.get());
                    sumOf.put(branch.get().name(), sum);
                    log.fired(name(), sum.name(), branch.get().name(), saving(sum));
                } else {
                    log.declined(name(), sum.name(), whyNot(sum));
                }
            }
        }
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            Node branch = branchOf.get(node.name());
            if (branch != null) {
                // Where the sum stood, the residual is available whichever branch came first.
                rewriter.emit(withResidual(branch, node));
            } else if (!sumOf.containsKey(node.name())) {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    private static Map<String, Integer> order(Graph graph) {
        Map<String, Integer> order = new HashMap<>();
        graph.nodes().forEach(n -> order.put(n.name(), order.size()));
        return order;
    }

    private static List<Node> candidates(GraphIndex index, Node sum) {
        if (sum.inputs().size() != 2) {
            return List.of();
        }
        return sum.inputs().stream()
                .filter(v -> index.onlyReader(v).isPresent())
                .flatMap(v -> index.producer(v).stream())
                .filter(n -> epilogue(n).filter(Epilogue.NONE::equals).isPresent())
                .toList();
    }

    private static Optional<Node> later(List<Node> candidates, Map<String, Integer> order, Map<String, Node> taken) {
        return candidates.stream()
                .filter(n -> !taken.containsKey(n.name()))
                .max((a, b) -> Integer.compare(order.getOrDefault(a.name(), 0), order.getOrDefault(b.name(), 0)));
    }

    private static String whyNot(Node sum) {
        return sum.inputs().size() == 2
                ? "no summand is a convolution or batch norm whose result only the sum reads"
                : "%d summands".formatted(sum.inputs().size());
    }

    private static String saving(Node node) {
        return "one pass over " + OpText.count(node.output().shape().elements()) + " elements";
    }

    /** The epilogue of an op that can have one with a residual. */
    private static Optional<Epilogue> epilogue(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv -> Optional.of(conv.epilogue());
            case Op.BatchNorm norm -> Optional.of(norm.epilogue());
            default -> Optional.empty();
        };
    }

    private static Node withResidual(Node branch, Node sum) {
        List<Value> inputs = new ArrayList<>(branch.inputs());
        inputs.add(sum.inputs().get(sum.inputs().getFirst().equals(branch.output()) ? 1 : 0));
        boolean relu = ((Op.Add) sum.op()).relu();
        Op op = withEpilogue(branch.op(), new Epilogue(true, relu));
        return new Node(branch.name(), op, inputs, sum.outputs(), branch.parameters(), branch.origin());
    }

    private static Op withEpilogue(Op op, Epilogue epilogue) {
        return switch (op) {
            case Op.Conv2d c -> c.with(epilogue);
            case Op.BatchNorm n -> new Op.BatchNorm(n.epsilon(), n.momentum(), epilogue);
            case Op.Add _ -> new Op.Add(epilogue.relu());
            default -> throw new IllegalArgumentException(op + " has no epilogue");
        };
    }

    private Graph fuseRelus(Graph graph, RewriteLog log) {
        GraphIndex index = new GraphIndex(graph);
        Map<String, Node> reluOf = new HashMap<>();
        GraphRewriter rewriter = new GraphRewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Activate activate && activate.function().equals(Activation.RELU)) {
                Optional<Node> producer = index.producer(node.input()).filter(p -> takesRelu(index, p));
                producer.ifPresent(p -> {
                    reluOf.put(p.name(), node);
                    log.fired(name(), node.name(), p.name(), saving(node));
                });
                if (producer.isEmpty()) {
                    log.declined(name(), node.name(), "it does not alone read a convolution, batch norm or sum");
                }
            }
        }
        for (Node node : graph.nodes()) {
            Node relu = reluOf.get(node.name());
            if (relu != null) {
                rewriter.emit(new Node(
                        node.name(),
                        withRelu(node.op()),
                        node.inputs(),
                        relu.outputs(),
                        node.parameters(),
                        node.origin()));
            } else if (!index.producer(node.input())
                    .map(p -> node.equals(reluOf.get(p.name())))
                    .orElse(false)) {
                rewriter.emit(node);
            }
        }
        return rewriter.build();
    }

    private static boolean takesRelu(GraphIndex index, Node producer) {
        boolean free = switch (producer.op()) {
            case Op.Conv2d conv -> !conv.epilogue().relu();
            case Op.BatchNorm norm -> !norm.epilogue().relu();
            case Op.Add add -> !add.relu();
            default -> false;
        };
        return free && index.onlyReader(producer.output()).isPresent();
    }

    private static Op withRelu(Op op) {
        boolean add = switch (op) {
            case Op.Conv2d conv -> conv.epilogue().add();
            case Op.BatchNorm norm -> norm.epilogue().add();
            default -> false;
        };
        return withEpilogue(op, new Epilogue(add, true));
    }
}
