package castnet.tools;

import castnet.processor.report.DrawnLayer;
import castnet.runtime.NetworkFactory;
import castnet.tools.report.StridedLayer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the pictures need of a network's compile-time summary (the JSON beside its class).
 *
 * @param shareRead share of all activations that any layer reads, from 0 to 1
 * @param inferenceMacs multiply-adds that inference computes
 * @param strided the layers that slide with a stride
 */
record NetworkSummary(double shareRead, long inferenceMacs, List<StridedLayer> strided) {
    NetworkSummary {
        strided = List.copyOf(strided);
    }

    static NetworkSummary of(NetworkFactory network) throws IOException {
        if (network.summaryResource() == null) {
            return new NetworkSummary(1, network.info().macs(), List.of());
        }
        JsonNode summary = json(network);
        List<StridedLayer> strided = new ArrayList<>();
        for (JsonNode layer : summary.get("layers")) {
            JsonNode window = layer.get("window");
            if (window != null
                    && (window.get("stride").get(0).asInt() > 1
                            || window.get("stride").get(1).asInt() > 1)) {
                strided.add(layer(layer, window));
            }
        }
        return new NetworkSummary(
                summary.get("shareRead").asDouble(),
                summary.get("inferenceMacs").asLong(),
                strided);
    }

    /** What inference computes, in order. */
    static List<ComputedStep> steps(NetworkFactory network) throws IOException {
        return steps(json(network));
    }

    private static List<ComputedStep> steps(JsonNode summary) {
        List<ComputedStep> steps = new ArrayList<>();
        for (JsonNode step : summary.get("steps")) {
            steps.add(new ComputedStep(
                    step.get("name").asText(),
                    step.get("macs").asLong(),
                    step.get("bytes").asLong(),
                    step.get("kernel").asText()));
        }
        return steps;
    }

    /** Every layer as declared. */
    static List<DrawnLayer> layers(NetworkFactory network) throws IOException {
        List<DrawnLayer> layers = new ArrayList<>();
        JsonNode summary = json(network);
        Map<String, Long> bytes =
                steps(summary).stream().collect(Collectors.toMap(ComputedStep::name, ComputedStep::bytes));
        for (JsonNode layer : summary.get("layers")) {
            List<String> inputs = new ArrayList<>();
            layer.get("inputs").forEach(input -> inputs.add(input.asText()));
            layers.add(new DrawnLayer(
                    layer.get("name").asText(),
                    layer.get("op").asText(),
                    inputs,
                    layer.get("output").get(0).asInt(),
                    layer.get("output").get(1).asInt(),
                    layer.get("output").get(2).asInt(),
                    layer.get("parameters").asLong(),
                    layer.get("macs").asLong(),
                    layer.get("unreadMacs").asLong(),
                    layer.get("shareNeeded").asDouble(),
                    DrawnLayer.sees(
                            layer.get("field").get(0).asInt(),
                            layer.get("field").get(1).asInt(),
                            layer.get("coverage").asDouble()),
                    layer.get("kernel").asText(),
                    bytes.getOrDefault(layer.get("name").asText(), 0L),
                    0));
        }
        return layers;
    }

    private static JsonNode json(NetworkFactory network) throws IOException {
        String text = network.summaryResource();
        if (text == null) {
            throw new IOException(
                    "%s was compiled without a summary".formatted(network.info().name()));
        }
        String resource = text.replaceFirst("\\.txt$", ".json");
        try (InputStream in = network.getClass().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the resource %s is missing from the jar of %s"
                        .formatted(resource, network.info().name()));
            }
            return new ObjectMapper().readTree(in);
        }
    }

    private static StridedLayer layer(JsonNode layer, JsonNode window) {
        return new StridedLayer(
                layer.get("name").asText(),
                layer.get("op").asText(),
                layer.get("input").get(1).asInt(),
                layer.get("input").get(2).asInt(),
                layer.get("output").get(1).asInt(),
                layer.get("output").get(2).asInt(),
                window.get("kernel").get(0).asInt(),
                window.get("kernel").get(1).asInt(),
                window.get("stride").get(0).asInt(),
                window.get("stride").get(1).asInt(),
                window.get("pad").get(0).asInt(),
                window.get("pad").get(1).asInt());
    }
}
