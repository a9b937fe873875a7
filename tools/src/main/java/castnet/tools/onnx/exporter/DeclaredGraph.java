package castnet.tools.onnx.exporter;

import castnet.runtime.NetworkFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The graph that a network was declared with, read from the JSON beside its class.
 *
 * @param output number of the value that is the network's result
 */
record DeclaredGraph(String network, Value input, int output, List<Node> nodes) {
    DeclaredGraph {
        nodes = List.copyOf(nodes);
    }

    /** A tensor of one image. */
    record Value(int id, int channels, int height, int width) {}

    /**
     * A layer.
     *
     * @param op the compiler's name of the operation
     * @param attributes the operation's components
     * @param inputs numbers of values
     * @param parameters keys of the weights by role, e.g. {@code gamma}
     */
    record Node(
            String name,
            String op,
            JsonNode attributes,
            List<Integer> inputs,
            Value output,
            Map<String, String> parameters) {
        Node {
            inputs = List.copyOf(inputs);
            parameters = Map.copyOf(parameters);
        }
    }

    static DeclaredGraph of(NetworkFactory network) throws IOException {
        String summary = network.summaryResource();
        if (summary == null) {
            throw new IOException("%s was compiled without a summary, and so without its graph"
                    .formatted(network.info().name()));
        }
        String resource = summary.replaceFirst("\\.summary\\.txt$", ".graph.json");
        try (InputStream in = network.getClass().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the resource %s is missing from the jar of %s; compile the network anew"
                        .formatted(resource, network.info().name()));
            }
            return parse(new ObjectMapper().readTree(in));
        }
    }

    private static DeclaredGraph parse(JsonNode json) {
        List<Node> nodes = new ArrayList<>();
        for (JsonNode node : json.get("nodes")) {
            List<Integer> inputs = new ArrayList<>();
            node.get("inputs").forEach(input -> inputs.add(input.asInt()));
            Map<String, String> parameters = new HashMap<>();
            node.get("parameters")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().asText()));
            nodes.add(new Node(
                    node.get("name").asText(),
                    node.get("op").asText(),
                    node.get("attributes"),
                    inputs,
                    value(node.get("output")),
                    parameters));
        }
        return new DeclaredGraph(
                json.get("network").asText(),
                value(json.get("input")),
                json.get("output").asInt(),
                nodes);
    }

    private static Value value(JsonNode json) {
        JsonNode shape = json.get("shape");
        return new Value(
                json.get("id").asInt(),
                shape.get(0).asInt(),
                shape.get(1).asInt(),
                shape.get(2).asInt());
    }
}
