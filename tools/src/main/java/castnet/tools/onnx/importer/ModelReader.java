package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks the nodes that a model's output needs, in the model's order, and collects what cannot be said. */
final class ModelReader {
    private static final long LARGEST_SIDE = 1 << 24;

    private final OnnxGraph graph;
    private final List<String> problems = new ArrayList<>();

    ModelReader(OnnxGraph graph) {
        this.graph = graph;
    }

    /** The network's input and its steps; the last one is the output. */
    record Steps(MapValue input, List<Step> steps, int output) {
        Steps {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Reads the graph.
     *
     * @param wanted name of the value to take as the output, or null for the model's
     * @param shape channels, height and width of the input, or null for the model's
     */
    Steps read(@Nullable String wanted, @Nullable List<Integer> shape) throws OnnxException {
        String output = output(wanted);
        Set<String> needed = new HashSet<>(Set.of(output));
        List<OnnxNode> nodes = needed(needed);
        Translation so = new Translation(new Constants(graph.initializers()), readers(nodes, output));
        MapValue input = input(so, needed, shape);
        translate(so, nodes);
        if (!problems.isEmpty()) {
            throw new OnnxException("%d of the model's %d nodes cannot be said in the language:\n  %s"
                    .formatted(problems.size(), nodes.size(), String.join("\n  ", problems)));
        }
        try {
            int last = so.value(output).step();
            if (last == Step.INPUT) {
                throw new OnnxException("the model's output \"%s\" is its input: there is no layer".formatted(output));
            }
            return new Steps(input, so.steps(), last);
        } catch (Unsupported e) {
            throw new OnnxException("the model's output \"%s\": %s".formatted(output, e.getMessage()));
        }
    }

    private void translate(Translation so, List<OnnxNode> nodes) throws OnnxException {
        NodeImport table = new NodeImport(so);
        Set<String> lost = new HashSet<>();
        for (OnnxNode node : nodes) {
            boolean readsLost = node.inputs().stream().anyMatch(lost::contains);
            try {
                if (readsLost && (NodeImport.isKnown(node) || Constants.isKnown(node.op()))) {
                    lost.addAll(node.outputs());
                } else if (!so.constants().fold(node) && !shape(so, node)) {
                    so.define(node.output(), table.read(node));
                }
            } catch (Unsupported e) {
                problems.add(node.describe() + ": " + e.getMessage());
                lost.addAll(node.outputs());
            } catch (ArithmeticException e) {
                problems.add(node.describe() + ": sizes beyond 2^31");
                lost.addAll(node.outputs());
            }
        }
    }

    /** Sizes of a value are constants, but for the batch's: -1, as in Reshape, with which nothing is computed. */
    private static boolean shape(Translation so, OnnxNode node) throws OnnxException {
        if (!node.op().equals("Shape") || !node.domain().isEmpty()) {
            return false;
        }
        List<Long> sizes = new ArrayList<>();
        MapValue x = so.known(node.input(0));
        OnnxTensor constant = so.constants().get(node.input(0));
        if (constant != null) {
            sizes.addAll(constant.dimensions());
        } else if (x != null && x.pending() == null) {
            sizes.add(-1L);
            sizes.addAll(x.sizes());
        } else {
            return false;
        }
        int from = within(node.integer("start", 0), sizes.size());
        int to = Math.max(from, within(node.integer("end", sizes.size()), sizes.size()));
        List<Long> asked = sizes.subList(from, to);
        so.constants()
                .put(
                        node.output(),
                        OnnxTensor.of(
                                List.of((long) asked.size()),
                                asked.stream().mapToLong(Long::longValue).toArray()));
        return true;
    }

    private static int within(long place, int rank) {
        return Math.clamp(place < 0 ? place + rank : place, 0, rank);
    }

    private String output(@Nullable String wanted) throws OnnxException {
        if (wanted != null) {
            if (graph.nodes().stream().noneMatch(node -> node.outputs().contains(wanted))) {
                throw new OnnxException("no node of the model makes \"%s\"".formatted(wanted));
            }
            return wanted;
        }
        if (graph.outputs().size() != 1) {
            throw new OnnxException("a network has one output, the model has %s; choose one with --output"
                    .formatted(graph.outputs().stream().map(OnnxValue::name).toList()));
        }
        return graph.outputs().getFirst().name();
    }

    /** Nodes that {@code needed} needs, in their order; adds what they read. */
    private List<OnnxNode> needed(Set<String> needed) {
        List<OnnxNode> nodes = new ArrayList<>();
        for (OnnxNode node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(name -> !name.isEmpty() && needed.contains(name))) {
                nodes.add(node);
                needed.addAll(node.inputs());
            }
        }
        return nodes.reversed();
    }

    private static Map<String, Long> readers(List<OnnxNode> nodes, String output) {
        Map<String, Long> readers = new HashMap<>(Map.of(output, 1L));
        for (OnnxNode node : nodes) {
            // Who asks for a shape reads no element.
            if (!node.op().equals("Shape")) {
                node.inputs().forEach(name -> readers.merge(name, 1L, Long::sum));
            }
        }
        return readers;
    }

    private MapValue input(Translation so, Set<String> needed, @Nullable List<Integer> shape) throws OnnxException {
        List<OnnxValue> inputs = graph.inputs().stream()
                .filter(value ->
                        needed.contains(value.name()) && !so.constants().contains(value.name()))
                .toList();
        if (inputs.size() != 1) {
            throw new OnnxException("a network has one input, the model has %s"
                    .formatted(inputs.stream().map(OnnxValue::name).toList()));
        }
        OnnxValue input = inputs.getFirst();
        MapValue value = shape != null
                ? new MapValue(Step.INPUT, shape.get(0), shape.get(1), shape.get(2), MapValue.MAP)
                : declared(input);
        so.batch(input.dimensions().isEmpty() ? -1 : input.dimensions().getFirst());
        so.define(input.name(), value);
        return value;
    }

    private static MapValue declared(OnnxValue input) throws OnnxException {
        List<Long> sizes = input.dimensions();
        int rank = sizes.size();
        if (rank < MapValue.ROW
                || rank > MapValue.MAP
                || sizes.stream().skip(1).anyMatch(size -> size < 1 || size > LARGEST_SIDE)) {
            throw new OnnxException(
                    "the input \"%s\" should be N×C×H×W, N×C×W or N×C, with C, H and W given, found %s; say what it is with --input 3x224x224"
                            .formatted(input.name(), sizes));
        }
        return new MapValue(
                Step.INPUT,
                Math.toIntExact(sizes.get(1)),
                rank == MapValue.MAP ? Math.toIntExact(sizes.get(2)) : 1,
                rank == MapValue.ROW ? 1 : Math.toIntExact(sizes.getLast()),
                rank);
    }
}
