package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.tools.report.StridedLayer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

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
        String text = network.summaryResource();
        if (text == null) {
            return new NetworkSummary(1, network.info().macs(), List.of());
        }
        String resource = text.replaceFirst("\\.txt$", ".json");
        try (InputStream in = network.getClass().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the resource %s is missing from the jar of %s"
                        .formatted(resource, network.info().name()));
            }
            JsonNode summary = new ObjectMapper().readTree(in);
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
