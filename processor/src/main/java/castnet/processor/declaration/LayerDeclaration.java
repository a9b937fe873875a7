package castnet.processor.declaration;

import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer method.
 *
 * @param name its name
 * @param annotations what it does, in the order in which the annotations are written
 * @param inputs names of the layers that it reads, each at its parameter; empty for the one above
 * @param rules what a block's body says of it besides
 * @param broken whether something was found to be wrong with it, so that its output is not known
 */
record LayerDeclaration(
        String name,
        List<Attributes> annotations,
        List<Attribute<String>> inputs,
        Origin origin,
        BodyRules rules,
        boolean broken) {
    LayerDeclaration {
        annotations = List.copyOf(annotations);
        inputs = List.copyOf(inputs);
    }

    /** With the values of a point of a sweep; what an annotation may not say is found, and breaks the layer. */
    LayerDeclaration at(SweepPoint point, Findings findings) {
        List<Attributes> changed = new ArrayList<>();
        boolean sound = !broken;
        for (Attributes a : annotations) {
            Attributes b = point.applied(name, a);
            sound &= b == a || AttributeRules.check(b, findings);
            changed.add(b);
        }
        return new LayerDeclaration(name, changed, inputs, origin, rules, !sound);
    }

    /** Names of the layers that it reads; empty for the one above. */
    List<String> inputNames() {
        return inputs.stream().map(Attribute::value).toList();
    }

    /** Whether it is a stage of residual blocks and nothing else. */
    boolean isResidual() {
        return annotations.size() == 1 && isResidual(annotations.getFirst());
    }

    /** Whether it is a user's block and nothing else. */
    boolean isBlock() {
        return annotations.size() == 1 && annotations.getFirst().block().isPresent();
    }

    /** Whether an annotation declares residual blocks. */
    static boolean isResidual(Attributes a) {
        return a.annotation().equals("BasicBlock") || a.annotation().equals("Bottleneck");
    }
}
