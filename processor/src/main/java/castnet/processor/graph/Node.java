package castnet.processor.graph;

import castnet.processor.finding.Origin;
import java.util.List;
import java.util.Optional;

/**
 * One operation of a graph.
 *
 * @param name unique in its graph; the checkpoint's layer name where there is one ({@code layer1.0.conv2})
 * @param inputs in the order that the op documents
 * @param outputs one, none (gradients of parameters) or two (a gradient with a residual)
 * @param parameters in the order that the op documents
 * @param origin where the user wrote it
 */
public record Node(
        String name, Op op, List<Value> inputs, List<Value> outputs, List<Parameter> parameters, Origin origin) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
    }

    /** The first input. */
    public Value input() {
        return inputs.getFirst();
    }

    /** The first output. */
    public Value output() {
        return outputs.getFirst();
    }

    /** The parameter of a role, if the node has one. */
    public Optional<Parameter> parameter(ParameterRole role) {
        return parameters.stream().filter(p -> p.role() == role).findFirst();
    }
}
