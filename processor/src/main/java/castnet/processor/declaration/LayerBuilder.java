package castnet.processor.declaration;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphBuilder;
import castnet.processor.graph.Initializer;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.ShapeProblem;
import castnet.processor.graph.ShapeRules;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Appends single operations to a graph: checks shapes first, names parameters, remembers how each shape came about. */
final class LayerBuilder {
    private final GraphBuilder graph;
    private final Findings findings;
    private final Set<String> keys = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Map<Value, Provenance> provenance = new HashMap<>();

    /** The operation that made a value, and its first input. */
    private record Provenance(String text, Value from) {}

    LayerBuilder(String network, TensorShape input, Findings findings) {
        this.graph = new GraphBuilder(network, input);
        this.findings = findings;
    }

    Value input() {
        return graph.input();
    }

    Findings findings() {
        return findings;
    }

    Graph build(Value output) {
        return graph.build(output);
    }

    /** A convolution. */
    Value conv(String name, Op.Conv2d op, boolean bias, Initializer initializer, Value x, Origin origin) {
        check(op, List.of(x), name, origin);
        Window w = op.window();
        int perGroup = x.shape().channels() / op.groups();
        long fanIn = (long) perGroup * w.kernelHeight() * w.kernelWidth();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter(
                name + ".weight",
                List.of(op.outChannels(), perGroup, w.kernelHeight(), w.kernelWidth()),
                ParameterRole.WEIGHT,
                initializer,
                (int) Math.min(fanIn, Integer.MAX_VALUE)));
        if (bias) {
            parameters.add(bias(name, op.outChannels(), fanIn));
        }
        return add(name, op, List.of(x), parameters, origin);
    }

    /** A fully connected layer. */
    Value linear(String name, Op.Linear op, boolean bias, Value x, Origin origin) {
        check(op, List.of(x), name, origin);
        int fanIn = x.shape().channels();
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(new Parameter(
                name + ".weight",
                List.of(op.outFeatures(), fanIn),
                ParameterRole.WEIGHT,
                Initializer.TORCH_LINEAR,
                fanIn));
        if (bias) {
            parameters.add(bias(name, op.outFeatures(), fanIn));
        }
        return add(name, op, List.of(x), parameters, origin);
    }

    /** A batch norm. */
    Value norm(String name, Op.BatchNorm op, boolean zeroGamma, Value x, Origin origin) {
        List<Integer> shape = List.of(x.shape().channels());
        Initializer gamma = zeroGamma ? Initializer.ZEROS : Initializer.ONES;
        List<Parameter> parameters = List.of(
                new Parameter(name + ".weight", shape, ParameterRole.GAMMA, gamma, 0),
                new Parameter(name + ".bias", shape, ParameterRole.BETA, Initializer.ZEROS, 0),
                new Parameter(name + ".running_mean", shape, ParameterRole.RUNNING_MEAN, Initializer.ZEROS, 0),
                new Parameter(name + ".running_var", shape, ParameterRole.RUNNING_VARIANCE, Initializer.ONES, 0));
        return add(name, op, List.of(x), parameters, origin);
    }

    /** An operation without parameters. */
    Value add(String name, Op.Forward op, List<Value> inputs, Origin origin) {
        return add(name, op, inputs, List.of(), origin);
    }

    private static Parameter bias(String name, int channels, long fanIn) {
        return new Parameter(
                name + ".bias",
                List.of(channels),
                ParameterRole.BIAS,
                Initializer.TORCH_LINEAR,
                (int) Math.min(fanIn, Integer.MAX_VALUE));
    }

    private Value add(String name, Op.Forward op, List<Value> inputs, List<Parameter> parameters, Origin origin) {
        check(op, inputs, name, origin);
        for (Parameter parameter : parameters) {
            if (!keys.add(parameter.key())) {
                throw new Broken(new Finding(
                        FindingId.DUPLICATE_KEY,
                        origin,
                        "the weights %s exist already: give this layer another name".formatted(parameter.key())));
            }
        }
        Value output = graph.add(unique(name), op, inputs, parameters, origin);
        if (output.shape().elements() > Integer.MAX_VALUE) {
            throw new Broken(new Finding(
                    FindingId.TOO_LARGE, origin, "%s has %s, more than 2^31 elements".formatted(name, output.shape())));
        }
        provenance.put(output, new Provenance(name + ": " + output.shape(), inputs.getFirst()));
        return output;
    }

    private String unique(String name) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    private void check(Op.Forward op, List<Value> inputs, String name, Origin origin) {
        List<TensorShape> shapes = inputs.stream().map(Value::shape).toList();
        ShapeRules.check(op, shapes).ifPresent(problem -> {
            List<String> steps = inputs.stream().map(this::history).toList();
            throw new Broken(new Finding(id(problem), at(origin, problem), name + ": " + problem.text(), steps));
        });
    }

    private static Origin at(Origin origin, ShapeProblem problem) {
        return problem.attribute().isEmpty() ? origin : origin.at(problem.attribute());
    }

    private static FindingId id(ShapeProblem problem) {
        return switch (problem.rule()) {
            case INPUTS -> FindingId.SHAPE_MISMATCH;
            case WINDOW -> FindingId.WINDOW_SIZE;
            case GROUPS -> FindingId.GROUPS;
            case PADDING, RANGE -> FindingId.ATTRIBUTE;
        };
    }

    /** How a value got its shape: {@code input 3×32×32 → conv1: 16×16×16 → …}, steps that keep the shape left out. */
    private String history(Value value) {
        StringBuilder text = new StringBuilder();
        Value current = value;
        for (Provenance p = provenance.get(current); p != null; p = provenance.get(current)) {
            boolean last = current.equals(value);
            if (last || !p.from().shape().equals(current.shape())) {
                text.insert(0, " → " + p.text());
            }
            current = p.from();
        }
        return text.insert(0, "input " + current.shape()).toString();
    }

    /** A layer cannot be built; ends the layer, not the network. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Finding finding;

        Broken(Finding finding) {
            super(finding.text(), null, false, false);
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }
}
