package castnet.tools.search;

import castnet.runtime.NetworkFactory;
import castnet.tools.report.SearchedPoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table that the compiler wrote of a sweep, {@code <Network>Sweep.json} beside its index.
 *
 * @param network the network that declares the sweep
 * @param declaration binary name of its interface
 * @param points all points, in the order of the sweep
 * @param emitted names of those that are classes already
 */
public record SweepTable(NetworkFactory network, String declaration, List<SearchedPoint> points, Set<String> emitted) {
    public SweepTable {
        points = List.copyOf(points);
        emitted = Set.copyOf(emitted);
    }

    /**
     * Reads the table of a network.
     *
     * @throws IllegalArgumentException if it declares no sweep
     */
    public static SweepTable of(NetworkFactory network) throws IOException {
        String className = network.info().className();
        String name = className.substring(className.lastIndexOf('.') + 1).replaceFirst("^Compiled", "");
        String resource = name + "Sweep.json";
        try (InputStream in = network.getClass().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "%s has no points to search: there is no %s beside its class; declare @Sweep on it"
                                .formatted(network.info().declaration(), resource));
            }
            JsonNode table = new ObjectMapper().readTree(in);
            List<SearchedPoint> points = new ArrayList<>();
            Set<String> emitted = new HashSet<>();
            for (JsonNode point : table.get("points")) {
                points.add(point(point));
                if (point.get("emitted").asBoolean()) {
                    emitted.add(point.get("name").asText());
                }
            }
            return new SweepTable(network, table.get("declaration").asText(), points, emitted);
        }
    }

    private static SearchedPoint point(JsonNode point) {
        Map<String, String> values = new LinkedHashMap<>();
        point.get("values")
                .properties()
                .forEach(value -> values.put(value.getKey(), value.getValue().asText()));
        return new SearchedPoint(
                point.get("name").asText(),
                values,
                point.get("parameters").asLong(),
                point.get("inferenceMacs").asLong(),
                point.get("memory").asLong(),
                Double.NaN,
                Double.NaN);
    }

    /** Package of the network and of its classes; empty for the unnamed one. */
    String packageName() {
        return network.getClass().getPackageName();
    }
}
