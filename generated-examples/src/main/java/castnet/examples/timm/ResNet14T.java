package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** timm's resnet14t: a tiered stem, and one bottleneck per stage. */
@Network
public interface ResNet14T extends ResNet50T {
    @Override
    @Bottleneck(width = 64, repeat = 1)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 1, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 1, stride = 2)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 1, stride = 2)
    Tensor layer4();
}
