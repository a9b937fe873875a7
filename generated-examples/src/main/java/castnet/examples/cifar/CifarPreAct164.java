package castnet.examples.cifar;

import static castnet.StrideAt.CONV1x1;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-164 with pre-activation for CIFAR-10 (He et al. 2016), the stride on the first 1×1. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Residual(preActivation = true, at = CONV1x1)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface CifarPreAct164 {
    @Conv(out = 16, kernel = 3)
    Tensor conv1();

    @Bottleneck(width = 16, repeat = 18)
    Tensor layer1();

    @Bottleneck(width = 32, repeat = 18, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 64, repeat = 18, stride = 2)
    Tensor layer3();

    @BatchNorm
    @Relu
    Tensor bn();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
