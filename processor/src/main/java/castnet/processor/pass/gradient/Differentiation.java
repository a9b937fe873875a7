package castnet.processor.pass.gradient;

import castnet.processor.finding.Origin;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.pass.Pass;
import castnet.processor.pass.RewriteLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Appends loss and backward to a forward graph, in reverse order. Only what leads to a trained parameter gets a gradient; in
 * particular the network's input gets none. The result is still the logits; gradients of parameters are no values of the graph.
 */
public final class Differentiation implements Pass {
    /** Name of the loss's node. */
    public static final String LOSS = "loss";

    @Override
    public Graph apply(Graph graph, RewriteLog log) {
        return new Run(graph).differentiate();
    }

    private static final class Run implements GradientRules.Tape {
        private final Graph graph;
        private final List<Node> nodes;
        private final Set<Integer> trained = new HashSet<>();
        private final Map<Integer, Value> gradients = new HashMap<>();
        private final Set<String> names = new HashSet<>();
        private int nextId;

        Run(Graph graph) {
            this.graph = graph;
            this.nodes = new ArrayList<>(graph.nodes());
            nextId = graph.input().id() + 1;
            for (Node node : graph.nodes()) {
                names.add(node.name());
                boolean leads = node.parameters().stream().map(Parameter::role).anyMatch(ParameterRole::isTrained)
                        || node.inputs().stream().anyMatch(this::needsGradient);
                for (Value output : node.outputs()) {
                    nextId = Math.max(nextId, output.id() + 1);
                    if (leads) {
                        trained.add(output.id());
                    }
                }
            }
        }

        Graph differentiate() {
            Value logits = graph.output();
            Node loss = new Node(
                    unique(LOSS),
                    new Op.SoftmaxCrossEntropy(),
                    List.of(logits),
                    List.of(new Value(nextId++, logits.name() + ".gradient", logits.shape())),
                    List.of(),
                    Origin.NONE);
            nodes.add(loss);
            gradients.put(logits.id(), loss.output());
            for (Node node : graph.nodes().reversed()) {
                Value dy = gradients.remove(node.output().id());
                if (dy != null && needsGradient(node.output())) {
                    GradientRules.apply(node, dy, this);
                }
            }
            return new Graph(graph.name(), graph.input(), nodes, logits);
        }

        @Override
        public boolean needsGradient(Value value) {
            return trained.contains(value.id());
        }

        @Override
        public List<Value> emit(
                Node of, String what, Op op, List<Value> inputs, List<TensorShape> shapes, List<Parameter> parameters) {
            String name = unique(of.name() + "." + what);
            List<Value> outputs = new ArrayList<>();
            for (TensorShape shape : shapes) {
                outputs.add(new Value(nextId++, outputs.isEmpty() ? name : name + ".residual", shape));
            }
            nodes.add(new Node(name, op, inputs, outputs, parameters, of.origin()));
            return outputs;
        }

        @Override
        public void contribute(Value value, Value gradient) {
            Value soFar = gradients.get(value.id());
            if (soFar == null) {
                gradients.put(value.id(), gradient);
                return;
            }
            String name = unique(value.name() + ".gradientSum");
            Value sum = new Value(nextId++, name, value.shape());
            nodes.add(
                    new Node(name, new Op.Add(false), List.of(soFar, gradient), List.of(sum), List.of(), Origin.NONE));
            gradients.put(value.id(), sum);
        }

        private String unique(String name) {
            String candidate = name;
            for (int i = 2; !names.add(candidate); i++) {
                candidate = name + i;
            }
            return candidate;
        }
    }
}
