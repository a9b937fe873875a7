package castnet.examples.study;

import static castnet.Shortcut.AVG_POOL;
import static castnet.Shortcut.MAX_POOL;
import static castnet.Shortcut.PROJECTION;
import static castnet.Shortcut.ZERO_PAD;
import static castnet.StrideAt.CONV1x1;
import static castnet.StrideAt.CONV3x3;
import static castnet.StrideAt.PREVIOUS_CONV3x3;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Sweep;
import castnet.Tensor;

/**
 * The project's question as one declaration: a small bottleneck ResNet for 32×32 images, with the stride at each of its
 * possible places and each of the shortcuts that differ in what they throw away.
 */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Sweep(
        at = {CONV1x1, CONV3x3, PREVIOUS_CONV3x3},
        shortcut = {PROJECTION, AVG_POOL, MAX_POOL, ZERO_PAD})
@SuppressWarnings("castnet:unread-activations") // what a stride does not read is the question
public interface StrideStudy {
    @Conv(out = 16, kernel = 3, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @Bottleneck(width = 8, repeat = 2)
    Tensor layer1();

    @Bottleneck(width = 16, repeat = 2, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 32, repeat = 2, stride = 2)
    Tensor layer3();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
