package castnet.processor.plan;

import castnet.processor.graph.Parameter;
import castnet.processor.pass.RewriteLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is generated for one network.
 *
 * @param inference one image, batch norms folded and epilogues fused
 * @param training forward and backward over a batch; null where the output is a map (H×W larger than 1×1) and not one vector of
 *     logits, for which there is no loss
 * @param parameters all of the declared network, trained or not, in the order of the declaration: what weights must have
 * @param summary what the network costs, layer by layer as declared
 * @param log which rewrites fired and which declined, for inference and then for training
 */
public record ExecutionPlan(
        Program inference, @Nullable Program training, List<Parameter> parameters, Summary summary, RewriteLog log) {
    public ExecutionPlan {
        parameters = List.copyOf(parameters);
    }
}
