package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.List;

/**
 * A layer method.
 *
 * @param name its name
 * @param annotations what it does, in the order in which the annotations are written
 * @param inputs names of the layers that it reads; empty for the one above
 */
record LayerDeclaration(String name, List<Attributes> annotations, List<String> inputs, Origin origin) {
    LayerDeclaration {
        annotations = List.copyOf(annotations);
        inputs = List.copyOf(inputs);
    }

    /** Whether it is a stage of residual blocks. */
    boolean isResidual() {
        return annotations.stream()
                .anyMatch(a -> a.annotation().equals("BasicBlock") || a.annotation().equals("Bottleneck"));
    }
}
