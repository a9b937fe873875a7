package castnet.examples.study;

import static castnet.StrideAt.CONV1x1;
import static castnet.StrideAt.CONV3x3;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Sweep;
import castnet.Tensor;

/**
 * A stage with a stride alone, its input in the user's hands: what depends on the positions that a stride skips? They stand
 * before a batch norm, as a block's last convolution does.
 */
@Network(input = @Shape(channels = 4, height = 12, width = 12))
@Sweep(at = {CONV1x1, CONV3x3})
@SuppressWarnings("castnet:unread-activations") // they are the subject
public interface UnreadProbe {
    @BatchNorm
    @Relu
    Tensor activations();

    @Bottleneck(width = 8, stride = 2)
    Tensor stage();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 3)
    Tensor fc();
}
