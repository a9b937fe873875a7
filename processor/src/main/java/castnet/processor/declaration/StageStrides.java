package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    static StageStrides of(NetworkDeclaration network, Findings findings) {
        Map<String, Integer> trailing = new HashMap<>();
        Set<String> given = new HashSet<>();
        List<LayerDeclaration> layers = network.layers();
        for (int i = 0; i < layers.size(); i++) {
            LayerDeclaration layer = layers.get(i);
            for (Attributes a : layer.annotations()) {
                boolean gives = a.annotation().equals("Bottleneck")
                        && a.integer("stride") > 1
                        && a.writtenText("at").orElse(network.defaults().at()).equals("PREVIOUS_CONV3x3");
                if (gives) {
                    String source = layer.inputs().isEmpty() && i > 0
                            ? layers.get(i - 1).name()
                            : layer.inputs().isEmpty() ? "input" : layer.inputs().getFirst();
                    if (takes(source, layers)) {
                        trailing.put(source, a.integer("stride"));
                        given.add(layer.name());
                    } else {
                        findings.add(
                                FindingId.PREVIOUS_STAGE,
                                a.at(a.isWritten("at") ? "at" : "stride"),
                                ("the stride of %s is to sit on the last 3×3 of the stage before, but %s is no stage of residual "
                                                + "blocks that %s alone reads")
                                        .formatted(layer.name(), source, layer.name()));
                    }
                }
            }
        }
        return new StageStrides(trailing, given);
    }

    private static boolean takes(String source, List<LayerDeclaration> layers) {
        int readers = 0;
        boolean residual = false;
        for (int i = 0; i < layers.size(); i++) {
            LayerDeclaration layer = layers.get(i);
            boolean fromAbove = layer.inputs().isEmpty() && i > 0 && layers.get(i - 1).name().equals(source);
            readers += fromAbove || layer.inputs().contains(source) ? 1 : 0;
            residual |= layer.name().equals(source)
                    && layer.isResidual()
                    && layer.annotations().size() == 1;
        }
        return residual && readers == 1;
    }
}
