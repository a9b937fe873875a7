package castnet.examples.resnet;

import static castnet.StrideAt.CONV1x1;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/** Pre-activated ResNet-200 (He et al. 2016, "Identity Mappings"): the stride stays on the first 1×1. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(preActivation = true, at = CONV1x1)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface PreActResNet200 {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2)
    Tensor maxpool();

    @Bottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @Bottleneck(width = 128, repeat = 24, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();

    @Bottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();

    @BatchNorm
    @Relu
    Tensor bn();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 1000)
    Tensor fc();
}
