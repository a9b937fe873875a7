package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which layers a layer reads, and whether there are such layers. */
final class InputRules {
    /** What the network's input is called. */
    static final String INPUT = "input";

    private InputRules() {}

    /** Names of the layers that each layer reads, written out or not. */
    static List<List<String>> inputs(List<LayerDeclaration> layers) {
        List<List<String>> inputs = new ArrayList<>();
        String previous = INPUT;
        for (LayerDeclaration layer : layers) {
            inputs.add(layer.inputs().isEmpty() ? List.of(previous) : layer.inputNames());
            previous = layer.name();
        }
        return inputs;
    }

    /**
     * Finds parameters that name no layer above.
     *
     * @param given names of what the layers are given
     */
    static void check(List<LayerDeclaration> layers, List<String> given, Findings findings) {
        List<String> above = new ArrayList<>(given);
        List<String> all = layers.stream().map(LayerDeclaration::name).toList();
        for (LayerDeclaration layer : layers) {
            for (Attribute<String> input : layer.inputs()) {
                String name = input.value();
                if (all.contains(name) && !above.contains(name)) {
                    String where = name.equals(layer.name()) ? "nowhere above: it is the layer itself" : "below it";
                    findings.add(FindingId.FORWARD_REFERENCE, input.origin(), layer.name(), name, where);
                } else if (!above.contains(name)) {
                    String hint = Similar.to(name, above)
                            .map(similar -> "; did you mean " + similar + "?")
                            .orElse("");
                    findings.add(
                            FindingId.UNKNOWN_INPUT,
                            input.origin(),
                            layer.name(),
                            name,
                            hint,
                            String.join(", ", above));
                }
            }
            above.add(layer.name());
        }
    }

    /** Warns of layers that nobody reads; the last one is the network's output. */
    static void warnOfUnused(List<LayerDeclaration> layers, Findings findings) {
        Set<String> read = new HashSet<>();
        inputs(layers).forEach(read::addAll);
        for (LayerDeclaration layer : layers.subList(0, layers.size() - 1)) {
            if (!read.contains(layer.name())) {
                findings.add(FindingId.UNUSED_LAYER, layer.origin(), layer.name());
            }
        }
    }
}
