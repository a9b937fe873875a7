package castnet.processor.plan;

import castnet.processor.pass.RewriteLog;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is generated for one network.
 *
 * @param inference one image, batch norms folded and epilogues fused
 * @param training forward and backward over a batch; null where the output is a map (H×W larger than 1×1) and not one vector of
 *     logits, for which there is no loss
 * @param summary what the network costs, layer by layer as declared
 * @param log which rewrites fired and which declined, for inference and then for training
 */
public record ExecutionPlan(Program inference, @Nullable Program training, Summary summary, RewriteLog log) {}
