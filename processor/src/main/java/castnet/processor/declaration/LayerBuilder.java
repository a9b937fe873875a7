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
    /** Rows or columns of any tensor; sums of these and of paddings fit into an int. */
    static final int LONGEST_SIDE = 1 << 24;

    /** More than six times the layers of the deepest published network. */
    private static final int MOST_BLOCK_LAYERS = 1 << 14;

    private final GraphBuilder graph;
    private final Findings findings;
    private final Map<String, Origin> keys = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Histories histories = new Histories();
    private int blockLayers;

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

    /** Counts a layer of a block, so that blocks of blocks end before the memory does. */
    void countLayer(Origin origin) {
        if (++blockLayers > MOST_BLOCK_LAYERS) {
            throw new Broken(
                    FindingId.TOO_LARGE.at(origin, "the blocks have more than %d layers".formatted(MOST_BLOCK_LAYERS)));
        }
    }

    /** How shapes came about. */
    Histories histories() {
        return histories;
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
        return new Parameter(name + ".bias", List.of(channels), ParameterRole.BIAS, Initializer.TORCH_LINEAR, (int)
                Math.min(fanIn, Integer.MAX_VALUE));
    }

    private Value add(String name, Op.Forward op, List<Value> inputs, List<Parameter> parameters, Origin origin) {
        check(op, inputs, name, origin);
        requireSize(
                name, ShapeRules.output(op, inputs.stream().map(Value::shape).toList()), parameters, origin);
        for (Parameter parameter : parameters) {
            Origin other = keys.putIfAbsent(parameter.key(), origin);
            if (other != null) {
                throw new Broken(FindingId.DUPLICATE_KEY.at(origin, parameter.key(), other.describe()));
            }
        }
        Value output = graph.add(unique(name), op, inputs, parameters, origin);
        histories.record(name, op, inputs.getFirst(), output);
        return output;
    }

    private static void requireSize(String name, TensorShape output, List<Parameter> parameters, Origin origin) {
        boolean tooLong = output.height() > LONGEST_SIDE || output.width() > LONGEST_SIDE;
        if (tooLong || (double) output.channels() * output.height() * output.width() > Integer.MAX_VALUE) {
            throw new Broken(FindingId.TOO_LARGE.at(
                    origin, name + " has " + output + ": more than 2^31 elements, or a side longer than 2^24"));
        }
        for (Parameter parameter : parameters) {
            double elements = parameter.shape().stream().mapToDouble(n -> n).reduce(1, (a, b) -> a * b);
            if (elements > Integer.MAX_VALUE) {
                throw new Broken(FindingId.TOO_LARGE.at(
                        origin,
                        "%s has %s numbers, a Java array holds at most 2^31 − 1"
                                .formatted(parameter.key(), parameter.shape())));
            }
        }
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
            List<String> steps = inputs.stream().map(histories::of).toList();
            throw new Broken(finding(problem, name, at(origin, problem)).because(steps));
        });
    }

    private static Origin at(Origin origin, ShapeProblem problem) {
        return problem.attribute().isEmpty() ? origin : origin.at(problem.attribute());
    }

    private static Finding finding(ShapeProblem problem, String name, Origin origin) {
        return switch (problem.rule()) {
            case INPUTS -> FindingId.SHAPE_MISMATCH.at(origin, name, problem.text());
            case WINDOW -> FindingId.WINDOW_SIZE.at(origin, name, problem.text());
            case GROUPS -> FindingId.GROUPS.at(origin, name, problem.text());
            case PADDING -> FindingId.POOL_PADDING.at(origin, name, problem.text());
            case RANGE -> FindingId.ATTRIBUTE.at(origin, name, problem.attribute(), problem.text());
        };
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
