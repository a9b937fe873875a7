package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Strides that a stage gives to the last block of the stage before it ({@code PREVIOUS_CONV3x3}).
 *
 * @param trailing by name of the stage that takes a stride, that stride
 * @param given names of the stages that gave theirs away
 */
record StageStrides(Map<String, Integer> trailing, Set<String> given) {
    StageStrides {
        trailing = Map.copyOf(trailing);
        given = Set.copyOf(given);
    }

    /** Nobody gives. */
    static final StageStrides NONE = new StageStrides(Map.of(), Set.of());

    static StageStrides of(NetworkDeclaration network, Findings findings) {
        Map<String, Integer> trailing = new HashMap<>();
        Set<String> given = new HashSet<>();
        List<LayerDeclaration> layers = network.layers();
        List<List<String>> inputs = InputRules.inputs(layers);
        for (int i = 0; i < layers.size(); i++) {
            LayerDeclaration layer = layers.get(i);
            for (Attributes a : layer.broken() ? List.<Attributes>of() : layer.annotations()) {
                if (gives(a, network.defaults())) {
                    String source = inputs.get(i).getFirst();
                    Optional<String> hindrance = hindrance(layer, source, network, inputs);
                    if (hindrance.isEmpty()) {
                        trailing.put(source, a.integer("stride"));
                        given.add(layer.name());
                    } else {
                        findings.add(
                                FindingId.PREVIOUS_STAGE,
                                network.defaults().residual().at(a).origin(),
                                layer.name(),
                                hindrance.get());
                    }
                }
            }
        }
        return new StageStrides(trailing, given);
    }

    /** Whether a stage is to give its stride away. */
    static boolean gives(Attributes a, Defaults defaults) {
        return a.annotation().equals("Bottleneck")
                && a.integer("stride") > 1
                && defaults.residual().at(a).value().equals("PREVIOUS_CONV3x3");
    }

    /** Why {@code source} cannot take the stride of {@code layer}, if there is a reason. */
    private static Optional<String> hindrance(
            LayerDeclaration layer, String source, NetworkDeclaration network, List<List<String>> inputs) {
        if (!layer.isResidual()) {
            return Optional.of("it is not the only thing that " + layer.name() + " does: give it a method of its own");
        }
        List<LayerDeclaration> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            LayerDeclaration other = layers.get(i);
            if (!other.equals(layer) && inputs.get(i).contains(source)) {
                return Optional.of(other.name() + " reads " + source + " too, and would get another shape");
            }
        }
        boolean stage = layers.stream().anyMatch(l -> l.name().equals(source) && (l.isResidual() || l.broken()));
        return stage ? Optional.empty() : Optional.of(source + " is no stage of residual blocks");
    }
}
