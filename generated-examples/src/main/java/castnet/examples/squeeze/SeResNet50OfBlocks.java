package castnet.examples.squeeze;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** SE-ResNet-50 (Hu et al. 2018) as timm's {@code seresnet50}, of users' blocks: the same network as the built-in
 * {@code @Bottleneck} makes with squeeze-and-excite. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
public interface SeResNet50OfBlocks {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2)
    Tensor maxpool();

    @SeBottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @SeBottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @SeBottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @SeBottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 1000)
    Tensor fc();
}
