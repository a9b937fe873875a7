package castnet.examples.antialias;

import castnet.AvgPool;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 that shrinks by means of 2×2, timm's resnetaa50: sizes before them must be even. */
@Network
public interface ResNetAa50 extends ResNet50 {
    @Override
    @AvgPool(kernel = 2)
    Tensor maxpool();

    @Override
    @AntialiasedBottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @Override
    @AntialiasedBottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Override
    @AntialiasedBottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Override
    @AntialiasedBottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();
}
