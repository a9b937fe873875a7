package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Step.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What forward and backward of a training program share: arrays, and what backward must know of a forward node. */
final class TrainingState {
    private final Arena arena;
    private final TrainingArrays arrays;
    private final FieldNames names = new FieldNames();
    private final List<ArrayField> fields = new ArrayList<>();
    private final List<Step> pack = new ArrayList<>();
    private final Set<String> stepNames = new HashSet<>();
    private final Map<String, ConvSpec> convolutions = new HashMap<>();
    private final Map<String, Statistics> statistics = new HashMap<>();
    private final Map<String, Integer> dropouts = new HashMap<>();
    private final String noBias = names.of("no", "Bias");
    private int noBiasFloats;
    private long scratch;

    /** Fields with the statistics of a batch norm. */
    record Statistics(String mean, String inverseDeviation) {}

    TrainingState(Arena arena, Graph graph, TrainingArrays arrays) {
        this.arena = arena;
        this.arrays = arrays;
        graph.nodes().forEach(n -> stepNames.add(n.name()));
    }

    Arena arena() {
        return arena;
    }

    List<ArrayField> fields() {
        List<ArrayField> all = new ArrayList<>(fields);
        if (noBiasFloats > 0) {
            all.add(new ArrayField.Zeros(noBias, noBiasFloats, "for convolutions without a bias"));
        }
        return all;
    }

    List<Step> pack() {
        return List.copyOf(pack);
    }

    long scratchFloats() {
        return scratch;
    }

    void needScratch(long floats) {
        scratch = Math.max(scratch, floats);
    }

    ArrayField zeros(Node node, String what, int length, String comment) {
        return add(new ArrayField.Zeros(names.of(node.name(), what), length, comment));
    }

    ArrayField sized(Node node, String what, String type, String method, List<Argument> arguments) {
        return add(new ArrayField.Sized(
                names.of(node.name(), what), type, method, arguments, "weights as " + type + " reads them"));
    }

    private ArrayField add(ArrayField field) {
        fields.add(field);
        return field;
    }

    String noBias(int floats) {
        noBiasFloats = Math.max(noBiasFloats, floats);
        return noBias;
    }

    /** Appends a step to the pack program. Packs write arrays of their own, so no step waits for another. */
    void packs(String layer, String kernel, List<KernelCall> calls) {
        String name = layer + ".pack";
        for (int i = 2; !stepNames.add(name); i++) {
            name = layer + ".pack" + i;
        }
        List<Stage> stages = calls.stream().map(c -> new Stage(c, false)).toList();
        pack.add(new Step(name, "weights as " + kernel + " reads them", stages, false));
    }

    Argument parameter(Parameter parameter) {
        return new Argument.Parameters(arrays.offset(parameter));
    }

    Argument parameter(Node node, ParameterRole role) {
        return parameter(node.parameter(role).orElseThrow());
    }

    Argument gradient(Node node, ParameterRole role) {
        return new Argument.Gradients(arrays.offset(node.parameter(role).orElseThrow()));
    }

    Argument buffer(Node node, ParameterRole role) {
        return new Argument.Buffers(arrays.offset(node.parameter(role).orElseThrow()));
    }

    void remember(Parameter weight, ConvSpec shape) {
        convolutions.put(weight.key(), shape);
    }

    /** Shape of the forward convolution whose weight a gradient node has. */
    ConvSpec convolution(Node gradient) {
        ConvSpec shape = convolutions.get(
                gradient.parameter(ParameterRole.WEIGHT).orElseThrow().key());
        if (shape == null) {
            throw new IllegalArgumentException(gradient.name() + " comes before its convolution");
        }
        return shape;
    }

    void remember(String batchNorm, Statistics fieldsOfIt) {
        statistics.put(batchNorm, fieldsOfIt);
    }

    Statistics statistics(String batchNorm) {
        Statistics found = statistics.get(batchNorm);
        if (found == null) {
            throw new IllegalArgumentException("the gradient of " + batchNorm + " comes before it");
        }
        return found;
    }

    /** Dropout forward or backward: the layer's number and the step decide on the mask. */
    List<Stage> dropout(Node node, String forward, double probability) {
        Integer number = dropouts.get(forward);
        if (number == null) {
            number = dropouts.size();
            dropouts.put(forward, number);
        }
        return CommonCalls.one(new CallBuilder(arena, "Elementwise", "dropout")
                .laidOut(node.input())
                .laidOut(node.output())
                .literal((float) probability)
                .stepInput("seed")
                .stepInput("step")
                .literal(number)
                .overImages());
    }
}
