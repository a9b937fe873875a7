package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.analysis.ReadAnalysis;
import castnet.processor.pass.analysis.ReceptiveField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a network costs, layer by layer as declared. */
final class SummaryBuilder {
    private final Map<String, String> kernels = new HashMap<>();
    private final Map<String, String> absorbedBy = new HashMap<>();
    private final Map<Integer, ReceptiveField> fields = new HashMap<>();
    private final Graph declared;
    private final ReadAnalysis reads;

    private SummaryBuilder(Graph declared, Program inference, RewriteLog log) {
        this.declared = declared;
        this.reads = ReadAnalysis.of(declared);
        inference.forward().forEach(s -> kernels.put(s.name(), StepComment.kernels(s.calls())));
        for (RewriteLog.Entry entry : log.entries()) {
            if (entry.fired() && !entry.into().equals(entry.node())) {
                absorbedBy.putIfAbsent(entry.node(), entry.into());
            }
        }
    }

    static Summary build(
            Graph declared, Graph computed, Program inference, @Nullable Program training, RewriteLog log) {
        SummaryBuilder builder = new SummaryBuilder(declared, inference, log);
        List<Summary.Layer> layers =
                declared.nodes().stream().map(builder::layer).toList();
        Program.Memory forward = inference.memory();
        Summary.Memory memory = new Summary.Memory(
                forward.arenaFloats(),
                forward.lowerBound(),
                training == null ? 0 : training.memory().arenaFloats(),
                training == null ? 0 : training.memory().lowerBound());
        return new Summary(
                declared.name(),
                declared.input().shape(),
                declared.output().shape(),
                layers,
                CostEstimate.parameters(declared),
                CostEstimate.buffers(declared),
                CostEstimate.macs(declared),
                CostEstimate.macs(computed),
                ReadAnalysis.shareOf(declared),
                memory,
                log.entries().stream().filter(entry -> entry.macs() > 0).toList(),
                computed.nodes().stream().map(builder::step).toList());
    }

    private Summary.ComputedStep step(Node node) {
        long floats = Stream.concat(node.inputs().stream(), node.outputs().stream())
                        .mapToLong(value -> value.shape().elements())
                        .sum()
                + node.parameters().stream().mapToLong(Parameter::elements).sum();
        return new Summary.ComputedStep(
                node.name(), CostEstimate.macs(node), Float.BYTES * floats, kernel(node.name()));
    }

    private Summary.Layer layer(Node node) {
        return new Summary.Layer(
                node.name(),
                OpText.describe(node.op()),
                node.inputs().stream().map(this::producer).toList(),
                node.input().shape(),
                node.output().shape(),
                CostEstimate.parameters(node),
                CostEstimate.macs(node),
                ReadAnalysis.readBy(node, 0).share(),
                reads.of(node.output()).share(),
                reads.unreadMacs(node),
                field(node),
                kernel(node.name()),
                window(node));
    }

    private String producer(Value value) {
        return declared.nodes().stream()
                .filter(node -> node.output().equals(value))
                .findFirst()
                .map(Node::name)
                .orElse(value.name());
    }

    /** Nodes that work pixel by pixel on one input see what that sees. */
    private ReceptiveField field(Node node) {
        ReceptiveField before = fields.get(node.input().id());
        Window window = window(node);
        boolean pointwise = node.inputs().size() == 1
                && node.input().shape().pixels() == node.output().shape().pixels()
                && (window == null || window.isPointwise());
        ReceptiveField field = pointwise && before != null ? before : ReceptiveField.of(declared, node.output());
        fields.put(node.output().id(), field);
        return field;
    }

    private static @Nullable Window window(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv -> conv.window();
            case Op.Pool2d pool -> pool.window();
            case Op.Subsample s -> subsample(s);
            case Op.Forward _, Op.Training _ -> null;
        };
    }

    /** Every stride-th pixel: what a 1×1 window with that stride reads. */
    private static Window subsample(Op.Subsample s) {
        return new Window(1, 1, s.strideHeight(), s.strideWidth(), 0, 0, 0, 0, 1, 1, false);
    }

    private String kernel(String layer) {
        String kernel = kernels.get(layer);
        if (kernel != null) {
            return kernel;
        }
        String into = layer;
        while (!kernels.containsKey(into)) {
            into = absorbedBy.getOrDefault(into, "");
            if (into.isEmpty()) {
                return "–";
            }
        }
        return "in " + into;
    }
}
