package castnet.processor.plan.cuda;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.plan.Program;
import castnet.processor.plan.cuda.CudaPlan.Flat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flat arrays of training: which parameter lies where, and in which order its elements. */
final class FlatArrays {
    private final Map<String, CudaTraining.Entry> byKey = new HashMap<>();
    private final List<CudaTraining.Entry> trained;
    private final List<CudaTraining.Entry> statistics;

    FlatArrays(Program training) {
        Map<String, Node> convolutions = convolutions(training.graph());
        trained = entries(training.trained(), convolutions);
        statistics = entries(training.buffers(), convolutions);
    }

    private static Map<String, Node> convolutions(Graph graph) {
        Map<String, Node> byWeight = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Conv2d) {
                byWeight.put(node.parameter(ParameterRole.WEIGHT).orElseThrow().key(), node);
            }
        }
        return byWeight;
    }

    private List<CudaTraining.Entry> entries(List<Parameter> parameters, Map<String, Node> convolutions) {
        List<CudaTraining.Entry> entries = new ArrayList<>();
        int offset = 0;
        for (Parameter p : parameters) {
            int floats = Math.toIntExact(p.elements());
            Node node = convolutions.get(p.key());
            CudaTraining.Entry entry = new CudaTraining.Entry(p.key(), offset, floats, 1, 1);
            if (node != null && node.op() instanceof Op.Conv2d conv) {
                int inputs = node.input().shape().channels() / conv.groups();
                int taps = conv.window().kernelHeight() * conv.window().kernelWidth();
                entry = new CudaTraining.Entry(p.key(), offset, conv.outChannels(), inputs, taps);
            }
            entries.add(entry);
            byKey.put(p.key(), entry);
            offset += floats;
        }
        return List.copyOf(entries);
    }

    List<CudaTraining.Entry> trained() {
        return trained;
    }

    List<CudaTraining.Entry> statistics() {
        return statistics;
    }

    int offset(Parameter parameter) {
        CudaTraining.Entry entry = byKey.get(parameter.key());
        if (entry == null) {
            throw new IllegalArgumentException(parameter.key() + " is no parameter of this network");
        }
        return entry.offset();
    }

    CudaPlan.Pointer parameter(Node node, ParameterRole role) {
        return new Flat(Flat.Kind.PARAMETERS, offset(node.parameter(role).orElseThrow()));
    }

    CudaPlan.Pointer gradient(Node node, ParameterRole role) {
        return new Flat(Flat.Kind.GRADIENTS, offset(node.parameter(role).orElseThrow()));
    }

    CudaPlan.Pointer statistic(Node node, ParameterRole role) {
        return new Flat(Flat.Kind.STATISTICS, offset(node.parameter(role).orElseThrow()));
    }

    static CudaPlan.Pointer fixed(long offset) {
        return new Flat(Flat.Kind.FIXED, offset);
    }
}
