package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.weights.WeightsException;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Well-formed models that make no sense: nodes read other values, are other operators, have other attributes and constants. Each is
 * refused with a reason, or becomes a declaration that compiles. More of them: {@code -Dcastnet.fuzz=100000}.
 */
class RewiredGraphTest {
    private static final int MODELS = Integer.getInteger("castnet.fuzz", 20_000);

    /** So many of those that are imported go through javac. */
    private static final int COMPILED = 30;

    private static final long[] SIZES = {
        0, 1, -1, 2, 3, 7, 64, 65_536, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static final List<String> OPERATORS = List.of(
            ("Conv Gemm MatMul BatchNormalization MaxPool AveragePool GlobalAveragePool ReduceMean Flatten Reshape "
                            + "Squeeze Unsqueeze Expand Pad Slice Resize Upsample Shape Add Sum Sub Mul Div Concat Dropout "
                            + "Identity Relu Clip PRelu Erf Neg Gelu Gather Cast Ceil Constant ConstantOfShape Transpose")
                    .split(" "));

    private final SplittableRandom random = new SplittableRandom(11);

    private static Stream<NetworkFactory> networks() {
        return Stream.of(new CompiledEveryLayer.Factory(), new CompiledEveryPixel.Factory());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void rewiredModelsAreRefusedOrBecomeNetworks(NetworkFactory network, @TempDir Path folder) throws IOException {
        OnnxModel model = OnnxExporter.export(network, RandomWeights.of(network, 1));
        int refused = 0;
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < MODELS; i++) {
            OnnxGraph graph = model.graph();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                graph = changed(graph);
            }
            try {
                Request request = new Request("m.onnx", "", "M" + i, null, null);
                Imported imported = OnnxImporter.read(new OnnxModel(8, Map.of("", 17L), "", graph), request);
                if (sources.size() < COMPILED) {
                    sources.put("M" + i, imported.source());
                }
            } catch (OnnxException | WeightsException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("null");
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("model %d: %s".formatted(i, graph.nodes()), e);
            }
        }
        assertThat(refused).isBetween(MODELS / 10, MODELS - MODELS / 20);
        assertThat(sources).hasSize(COMPILED);
        Declarations.compile(folder, sources).close();
    }

    private OnnxGraph changed(OnnxGraph graph) {
        List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
        Map<String, OnnxTensor> constants = new HashMap<>(graph.initializers());
        List<String> names = new ArrayList<>(new TreeSet<>(constants.keySet()));
        int at = random.nextInt(nodes.size());
        OnnxNode node = nodes.get(at);
        switch (random.nextInt(7)) {
            case 0 -> nodes.set(at, with(node, node.op(), rewired(node, graph), node.attributes()));
            case 1 -> {
                String op = OPERATORS.get(random.nextInt(OPERATORS.size()));
                nodes.set(at, with(node, op, node.inputs(), node.attributes()));
            }
            case 2 -> nodes.set(at, with(node, node.op(), node.inputs(), otherAttributes(node)));
            case 3 -> nodes.remove(at);
            case 4 -> {
                List<String> fewer =
                        node.inputs().subList(0, random.nextInt(node.inputs().size() + 1));
                nodes.set(at, with(node, node.op(), fewer, node.attributes()));
            }
            case 5 -> {
                String name = names.get(random.nextInt(names.size()));
                constants.computeIfPresent(name, (key, tensor) -> other(tensor));
            }
            default -> {
                List<Long> input = new ArrayList<>();
                for (int size = random.nextInt(1, 5); size >= 0; size--) {
                    input.add(random.nextBoolean() ? random.nextInt(1, 20) : size());
                }
                return new OnnxGraph("g", nodes, constants, List.of(new OnnxValue("input", input)), graph.outputs());
            }
        }
        return new OnnxGraph("g", nodes, constants, graph.inputs(), graph.outputs());
    }

    private long size() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    private static OnnxNode with(OnnxNode node, String op, List<String> inputs, Map<String, OnnxAttribute> attributes) {
        return new OnnxNode(op, node.name(), node.domain(), inputs, node.outputs(), attributes);
    }

    private List<String> rewired(OnnxNode node, OnnxGraph graph) {
        List<String> inputs = new ArrayList<>(node.inputs());
        if (inputs.isEmpty()) {
            return inputs;
        }
        List<String> all = new ArrayList<>(List.of("", "nowhere", "input"));
        graph.nodes().forEach(other -> all.addAll(other.outputs()));
        all.addAll(new TreeSet<>(graph.initializers().keySet()));
        inputs.set(random.nextInt(inputs.size()), all.get(random.nextInt(all.size())));
        return inputs;
    }

    private Map<String, OnnxAttribute> otherAttributes(OnnxNode node) {
        Map<String, OnnxAttribute> attributes = new HashMap<>(node.attributes());
        List<String> names = new ArrayList<>(List.of(
                "axis", "axes", "perm", "to", "group", "auto_pad", "mode", "start", "kernel_shape", "ceil_mode"));
        names.addAll(new TreeSet<>(attributes.keySet()));
        String name = names.get(random.nextInt(names.size()));
        OnnxAttribute value = switch (random.nextInt(5)) {
            case 0 -> new OnnxAttribute.Whole(size());
            case 1 -> new OnnxAttribute.Real(Float.intBitsToFloat(random.nextInt()));
            case 2 -> new OnnxAttribute.Text("SAME_UPPER");
            case 3 -> new OnnxAttribute.Wholes(List.of(size(), size()));
            default -> new OnnxAttribute.Wholes(List.of(2L, 1L, 0L, size()));
        };
        attributes.put(name, value);
        return attributes;
    }

    /** Another shape, or other values. */
    private OnnxTensor other(OnnxTensor tensor) {
        long[] integers = tensor.integers();
        if (integers != null && integers.length > 0 && random.nextBoolean()) {
            long[] all = integers.clone();
            all[random.nextInt(all.length)] = size();
            return OnnxTensor.of(tensor.dimensions(), all);
        }
        List<Long> flat = List.of((long) tensor.size());
        return switch (random.nextInt(4)) {
            case 0 -> tensor.reshaped(flat);
            case 1 -> OnnxTensor.of(List.of(), Float.intBitsToFloat(random.nextInt()));
            case 2 -> OnnxTensor.of(List.of(0L), new long[0]);
            default -> OnnxTensor.of(List.of(2L), size(), size());
        };
    }
}
