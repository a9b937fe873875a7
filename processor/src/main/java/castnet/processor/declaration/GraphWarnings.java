package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphIndex;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.ParameterRole;

/**
 * Warns of layers that could be left out. What a network inherits is warned of where it is declared, not again in each
 * variant.
 */
final class GraphWarnings {
    private final GraphIndex index;
    private final SourceOrigin network;
    private final Findings findings;

    private GraphWarnings(Graph graph, SourceOrigin network, Findings findings) {
        this.index = new GraphIndex(graph);
        this.network = network;
        this.findings = findings;
    }

    static void check(Graph graph, NetworkDeclaration network, Findings findings) {
        if (network.origin() instanceof SourceOrigin origin) {
            GraphWarnings warnings = new GraphWarnings(graph, origin, findings);
            graph.nodes().forEach(warnings::check);
        }
    }

    private void check(Node node) {
        switch (node.op()) {
            case Op.BatchNorm ignored -> index.producer(node.input()).ifPresent(this::bias);
            case Op.Activate activate
            when isRelu(activate) ->
                index.producer(node.input())
                        .filter(before -> before.op() instanceof Op.Activate first && isRelu(first))
                        .ifPresent(before -> warn(
                                FindingId.NO_EFFECT,
                                node.origin(),
                                node.name(),
                                "it reads " + before.name() + ", a ReLU too"));
            case Op.Dropout dropout
            when dropout.probability() == 0 ->
                warn(FindingId.NO_EFFECT, node.origin().at("value"), node.name(), "nothing is dropped");
            case Op.Pool2d pool
            when pool.window().isPointwise() ->
                warn(FindingId.NO_EFFECT, node.origin(), node.name(), "its window has one cell and its stride is 1");
            default -> {}
        }
    }

    private void bias(Node before) {
        boolean onlyNorm = index.onlyReader(before.output()).isPresent();
        if (onlyNorm && before.parameter(ParameterRole.BIAS).isPresent()) {
            warn(FindingId.REDUNDANT_BIAS, before.origin().at("bias"), before.name());
        }
    }

    private void warn(FindingId id, Origin origin, Object... values) {
        if (SourceOrigin.place(origin).filter(at -> at.isIn(network.element())).isPresent()) {
            findings.add(id, origin, values);
        }
    }

    private static boolean isRelu(Op.Activate activate) {
        return activate.function().kind() == Activation.Kind.RELU;
    }
}
