package castnet.tools.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a layer's numbered variables are: by its kind and, where scale or centre of a batch norm may be missing, by the model's configuration. */
final class KerasConfig {
    /** Of weights alone, without their model. */
    static final KerasConfig UNKNOWN = new KerasConfig(Map.of());

    private static final String GAMMA = "gamma";
    private static final String BETA = "beta";
    private static final List<String> STATISTICS = List.of("moving_mean", "moving_variance");
    private static final String BATCH_NORM = "batch_normalization";

    private final Map<String, JsonNode> layers;

    private KerasConfig(Map<String, JsonNode> layers) {
        this.layers = layers;
    }

    /** Reads {@code config.json}: the layers of a model, and of models in it. */
    static KerasConfig parse(byte[] json) throws IOException {
        Map<String, JsonNode> layers = new HashMap<>();
        collect(new ObjectMapper().readTree(json), layers);
        return new KerasConfig(layers);
    }

    private static void collect(JsonNode model, Map<String, JsonNode> layers) {
        for (JsonNode layer : model.path("config").path("layers")) {
            JsonNode config = layer.path("config");
            layers.put(config.path("name").asText(), config);
            collect(layer, layers);
        }
    }

    /**
     * Names of a layer's variables in the order of their numbers.
     *
     * @param kind what its group is called, e.g. {@code batch_normalization_3}
     * @throws IOException if that cannot be known
     */
    List<String> variables(Path file, String layer, String kind, int count) throws IOException {
        boolean norm = kind.startsWith(BATCH_NORM) || count == 4;
        List<String> names = norm ? norm(layer, count) : List.of("kernel", "bias");
        if (names.size() < count || (norm && names.size() > count)) {
            throw new IOException(norm ? ambiguous(file, layer, count) : unknown(file, layer, kind, count));
        }
        return names;
    }

    private List<String> norm(String layer, int count) {
        List<String> names = new ArrayList<>();
        JsonNode config = layers.get(layer);
        if (config == null ? count == 4 : config.path("scale").asBoolean(true)) {
            names.add(GAMMA);
        }
        if (config == null ? count == 4 : config.path("center").asBoolean(true)) {
            names.add(BETA);
        }
        names.addAll(STATISTICS);
        return names;
    }

    private static String ambiguous(Path file, String layer, int count) {
        return "%s: the batch norm %s has %d arrays, and nothing says whether scale or centre is left out; save the whole model: model.save(\"net.keras\")"
                .formatted(file, layer, count);
    }

    private static String unknown(Path file, String layer, String kind, int count) {
        return "%s: the layer %s (%s) has %d arrays; convolutions and dense layers have a kernel and a bias"
                .formatted(file, layer, kind, count);
    }
}
