package castnet.processor.declaration;

import castnet.processor.finding.Findings;
import castnet.processor.graph.Graph;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a declaration into a graph, layer by layer. A layer that is wrong is found once; the shape of what it makes is not
 * known, and what reads it is left out, so that one mistake gives one finding and the others are still found.
 */
public final class GraphLowering {
    private final NetworkDeclaration network;
    private final LayerBuilder builder;
    private final LayerLowering layers;
    private final Map<String, @Nullable Value> outputs = new HashMap<>();

    private GraphLowering(NetworkDeclaration network, TensorShape input, Findings findings) {
        this.network = network;
        this.builder = new LayerBuilder(network.name(), input, findings);
        this.layers = new LayerLowering(builder, network.defaults(), StageStrides.of(network, findings), "");
        outputs.put(InputRules.INPUT, builder.input());
    }

    /** The graph of a network, or null if there are errors, here or in {@code findings} already. */
    public static @Nullable Graph lower(NetworkDeclaration network, Findings findings) {
        if (network.layers().isEmpty()) {
            return null;
        }
        InputRules.check(network.layers(), List.of(InputRules.INPUT), findings);
        TensorShape input = network.input();
        Graph graph = input == null ? null : new GraphLowering(network, input, findings).lower();
        if (graph == null || !findings.isClean()) {
            return null;
        }
        InputRules.warnOfUnused(network.layers(), findings);
        GraphWarnings.check(graph, network, findings);
        return graph;
    }

    private @Nullable Graph lower() {
        List<List<String>> inputs = InputRules.inputs(network.layers());
        Value last = null;
        for (int i = 0; i < inputs.size(); i++) {
            LayerDeclaration layer = network.layers().get(i);
            last = lower(layer, inputs.get(i));
            outputs.put(layer.name(), last);
        }
        return last == null ? null : builder.build(last);
    }

    private @Nullable Value lower(LayerDeclaration layer, List<String> names) {
        List<Value> inputs = new ArrayList<>();
        for (String name : names) {
            Value input = outputs.get(name);
            if (input != null) {
                inputs.add(input);
            }
        }
        boolean known = inputs.size() == names.size() && !layer.broken();
        return known ? layers.lower(layer, inputs) : null;
    }
}
