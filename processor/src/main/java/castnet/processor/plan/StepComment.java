package castnet.processor.plan;

import castnet.processor.graph.Node;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Value;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.plan.Step.Stage;
import java.util.List;
import java.util.stream.Collectors;

/** The comment above a step's method: op, shapes, multiply-adds, kernel. */
final class StepComment {
    private StepComment() {}

    /** E.g. {@code 1×1 convolution, ReLU; 64×56×56 → 256×56×56; 51,380,224 MACs; ConvPointwise}. */
    static String of(Node node, List<Stage> stages) {
        String outputs = node.outputs().stream()
                .map(Value::shape)
                .distinct()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        long macs = CostEstimate.macs(node);
        return OpText.describe(node.op())
                + "; "
                + node.input().shape()
                + (outputs.isEmpty() ? "" : " → " + outputs)
                + (macs == 0 ? "" : "; " + OpText.count(macs) + " MACs")
                + "; "
                + kernels(stages);
    }

    /** The classes of the kernels, without what only clears halos. */
    static String kernels(List<Stage> stages) {
        return stages.stream()
                .map(s -> s.call().kernel().type())
                .filter(type -> !type.equals("Halo"))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
