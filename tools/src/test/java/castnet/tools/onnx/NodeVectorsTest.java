package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.tools.SharedData;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.format.OnnxTensor;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ONNX's own test vectors: each model is imported, its inputs but the first as weights, compiled by javac, and run image by
 * image. Those whose operator is not in the language are counted; each other one passes or has its reason printed.
 */
class NodeVectorsTest {
    private static final Set<String> BY_ELEMENT = Set.of(
            "Relu",
            "LeakyRelu",
            "Sigmoid",
            "Tanh",
            "Elu",
            "Softplus",
            "HardSigmoid",
            "HardSwish",
            "Gelu",
            "Clip",
            "Neg",
            "Dropout",
            "Identity");

    /** Vectors that must pass; a change that loses one shows here. */
    private static final int PASSING = 72;

    @TempDir
    private Path folder = Path.of("");

    /** A vector that was imported. */
    private record Vector(Imported network, OnnxTensor input, OnnxTensor expected, int images) {}

    @Test
    void vectorsOfTheLanguagesOperatorsPass() throws IOException {
        Path root = SharedData.file("onnx_vectors");
        Map<String, Vector> vectors = new LinkedHashMap<>();
        Map<String, String> skipped = new TreeMap<>();
        int outside = 0;
        for (String group : List.of("node", "pytorch-converted", "pytorch-operator")) {
            try (Stream<Path> folders = Files.list(root.resolve(group))) {
                for (Path vector : folders.sorted().toList()) {
                    String name = vector.getFileName().toString();
                    try {
                        vectors.put(name, read(vector, "V" + vectors.size()));
                    } catch (OnnxException e) {
                        if (isOutside(vector)) {
                            outside++;
                        } else {
                            skipped.put(name, String.valueOf(e.getMessage()).replace("\n", " "));
                        }
                    }
                }
            }
        }
        Map<String, String> sources = new LinkedHashMap<>();
        vectors.values()
                .forEach(v -> sources.put("V" + sources.size(), v.network().source()));
        try (Declarations compiled = Declarations.compile(folder, sources)) {
            int number = 0;
            for (Map.Entry<String, Vector> vector : vectors.entrySet()) {
                check(vector.getKey(), vector.getValue(), compiled.network("V" + number++));
            }
        }
        skipped.forEach((name, reason) -> System.out.printf("onnx vectors: skipped %s: %s%n", name, reason));
        System.out.printf(
                "onnx vectors: %d passed, %d skipped for the reasons above, %d of operators outside the language%n",
                vectors.size(), skipped.size(), outside);
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(PASSING);
    }

    private static void check(String name, Vector vector, NetworkFactory network) {
        float[] input = Objects.requireNonNull(vector.input().floats());
        float[] expected = Objects.requireNonNull(vector.expected().floats());
        int in = input.length / vector.images();
        int out = network.info().output().elements();
        assertThat(out * vector.images()).as(name).isEqualTo(expected.length);
        float[] result = new float[out];
        try (Session session = network.of(vector.network().weights()).newSession()) {
            for (int image = 0; image < vector.images(); image++) {
                session.run(Arrays.copyOfRange(input, image * in, (image + 1) * in), result);
                for (int i = 0; i < out; i++) {
                    float wanted = expected[image * out + i];
                    assertThat(Math.abs(result[i] - wanted))
                            .as("%s: element %d of image %d", name, i, image)
                            .isLessThanOrEqualTo(1e-5f + 1e-4f * Math.abs(wanted));
                }
            }
        }
    }

    /** Whether an operator is to blame, and not only the sizes: of what shape the input is does not matter then. */
    private static boolean isOutside(Path folder) throws IOException {
        OnnxModel model = OnnxReader.read(folder.resolve("model.onnx"));
        OnnxGraph graph = model.graph();
        OnnxGraph first = new OnnxGraph(
                graph.name(),
                graph.nodes(),
                graph.initializers(),
                graph.inputs().subList(0, 1),
                graph.outputs().subList(0, 1));
        try {
            OnnxImporter.read(
                    new OnnxModel(model.irVersion(), model.opsets(), "", first),
                    new Request("vector", "", "Any", null, List.of(1, 1, 1)));
            return false;
        } catch (OnnxException e) {
            return String.valueOf(e.getMessage()).contains("the language has no such operation");
        }
    }

    /** Some vectors hold doubles of any size. */
    private static void requireFloats(OnnxTensor input) throws OnnxException {
        for (float value : input.floats() == null ? new float[0] : input.floats()) {
            if (!Float.isFinite(value)) {
                throw new OnnxException("its input has numbers that are not finite as floats");
            }
        }
    }

    private static Vector read(Path folder, String type) throws IOException {
        OnnxModel model = OnnxReader.read(folder.resolve("model.onnx"));
        OnnxGraph graph = model.graph();
        Map<String, OnnxTensor> constants = new LinkedHashMap<>(graph.initializers());
        Path data = folder.resolve("test_data_set_0");
        List<OnnxTensor> inputs = new ArrayList<>();
        for (int i = 0; Files.exists(data.resolve("input_" + i + ".pb")); i++) {
            inputs.add(OnnxReader.readTensor(Files.readAllBytes(data.resolve("input_" + i + ".pb"))));
        }
        for (OnnxTensor input : inputs) {
            requireFloats(input);
        }
        for (int i = 1; i < inputs.size(); i++) {
            constants.put(graph.inputs().get(i).name(), inputs.get(i));
        }
        OnnxModel fixed = new OnnxModel(
                model.irVersion(),
                model.opsets(),
                model.producer(),
                new OnnxGraph(graph.name(), graph.nodes(), constants, graph.inputs(), graph.outputs()));
        String output = graph.outputs().getFirst().name();
        // What works element by element takes a tensor of any sizes as one image.
        boolean byElement = graph.nodes().stream().allMatch(node -> BY_ELEMENT.contains(node.op()));
        List<Integer> whole = byElement ? List.of(inputs.getFirst().size(), 1, 1) : null;
        Imported network = OnnxImporter.read(fixed, new Request("vector", "", type, output, whole));
        OnnxTensor expected = OnnxReader.readTensor(Files.readAllBytes(data.resolve("output_0.pb")));
        int images =
                byElement ? 1 : Math.toIntExact(inputs.getFirst().dimensions().getFirst());
        return new Vector(network, inputs.getFirst(), expected, images);
    }
}
