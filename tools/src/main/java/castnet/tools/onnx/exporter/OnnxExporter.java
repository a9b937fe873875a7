package castnet.tools.onnx.exporter;

import castnet.runtime.NetworkFactory;
import castnet.runtime.weights.Weights;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns a compiled network into an ONNX model of opset 17: the graph as declared, batch norms as nodes, weights inside under
 * the checkpoint's keys, the size of the batch open.
 */
public final class OnnxExporter {
    private static final long IR_VERSION = 8;
    private static final long OPSET = 17;

    private OnnxExporter() {}

    /**
     * The model.
     *
     * @throws castnet.runtime.weights.WeightsException if the weights do not fit the network
     * @throws OnnxException if an operation has no counterpart; the message lists all of them
     */
    public static OnnxModel export(NetworkFactory network, Weights weights) throws IOException {
        weights.requireMatch(network.info().name(), network.info().parameters());
        DeclaredGraph graph = DeclaredGraph.of(network);
        GraphWriter out = new GraphWriter(weights);
        Map<Integer, DeclaredGraph.Value> values = new LinkedHashMap<>();
        values.put(graph.input().id(), graph.input());
        out.define(graph.input(), "input", false);
        NodeExport export = new NodeExport(out);
        for (DeclaredGraph.Node node : graph.nodes()) {
            export.add(node, node.inputs().stream().map(values::get).toList());
            values.put(node.output().id(), node.output());
        }
        if (!export.unsupported().isEmpty()) {
            throw new OnnxException("%s cannot be said in ONNX by this version:\n  %s"
                    .formatted(graph.network(), String.join("\n  ", export.unsupported())));
        }
        DeclaredGraph.Value result = Objects.requireNonNull(values.get(graph.output()), "the output is a node's");
        OnnxValue input = new OnnxValue("input", shape(graph.input()));
        OnnxValue output = new OnnxValue(
                out.nameOf(result), out.isRow(result) ? List.of(-1L, (long) result.channels()) : shape(result));
        return new OnnxModel(
                IR_VERSION,
                Map.of("", OPSET),
                "castnet",
                new OnnxGraph(graph.network(), out.nodes(), out.initializers(), List.of(input), List.of(output)));
    }

    private static List<Long> shape(DeclaredGraph.Value value) {
        return List.of(-1L, (long) value.channels(), (long) value.height(), (long) value.width());
    }
}
