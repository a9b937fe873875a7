package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.graph.Graph;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a declaration into a graph, layer by layer. A layer that is wrong is found once; what reads it is left out, so that
 * one mistake gives one finding and the others are still found.
 */
public final class GraphLowering {
    private static final String INPUT = "input";

    private final NetworkDeclaration network;
    private final Findings findings;
    private final LayerBuilder builder;
    private final LayerLowering layers;
    private final Map<String, @Nullable Value> outputs = new HashMap<>();
    private final Set<String> read = new HashSet<>();

    private GraphLowering(NetworkDeclaration network, TensorShape input, Findings findings) {
        this.network = network;
        this.findings = findings;
        this.builder = new LayerBuilder(network.name(), input, findings);
        this.layers = new LayerLowering(builder, network.defaults(), StageStrides.of(network, findings));
        outputs.put(INPUT, builder.input());
    }

    /** The graph of a network, or null if there are errors. */
    public static @Nullable Graph lower(NetworkDeclaration network, Findings findings) {
        TensorShape input = network.input();
        if (input == null || network.layers().isEmpty()) {
            return null;
        }
        return new GraphLowering(network, input, findings).lower();
    }

    private @Nullable Graph lower() {
        String previous = INPUT;
        for (LayerDeclaration layer : network.layers()) {
            outputs.put(layer.name(), lower(layer, previous));
            previous = layer.name();
        }
        Value output = outputs.get(previous);
        warnOfUnused(previous);
        return output == null || !findings.isClean() ? null : builder.build(output);
    }

    private @Nullable Value lower(LayerDeclaration layer, String previous) {
        List<String> names = layer.inputs().isEmpty() ? List.of(previous) : layer.inputs();
        List<Value> inputs = new ArrayList<>();
        boolean known = true;
        for (String name : names) {
            read.add(name);
            if (!outputs.containsKey(name)) {
                findings.add(FindingId.UNKNOWN_INPUT, layer.origin(), unknown(layer, name));
                known = false;
            }
            Value input = outputs.get(name);
            if (input != null) {
                inputs.add(input);
            }
        }
        return known && inputs.size() == names.size() ? layers.lower(layer, inputs) : null;
    }

    private String unknown(LayerDeclaration layer, String name) {
        boolean below = network.layers().stream().anyMatch(other -> other.name().equals(name));
        if (below) {
            return "%s reads %s, which stands below it: layers are written in the order in which data flows"
                    .formatted(layer.name(), name);
        }
        return "%s reads %s, but there is no such layer above it; there are: %s"
                .formatted(layer.name(), name, String.join(", ", outputs.keySet().stream().sorted().toList()));
    }

    private void warnOfUnused(String last) {
        for (LayerDeclaration layer : network.layers()) {
            if (!read.contains(layer.name()) && !layer.name().equals(last)) {
                findings.add(
                        FindingId.UNUSED_LAYER,
                        layer.origin(),
                        "nobody reads %s: it is computed for nothing".formatted(layer.name()));
            }
        }
    }
}
