package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** Wide ResNet-50-2 (Zagoruyko, Komodakis 2016) as in torchvision: the 3×3 has twice the channels. */
@Network
public interface WideResNet50 extends ResNet50 {
    @Override
    @Bottleneck(width = 64, repeat = 3, groupWidth = 128)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, groupWidth = 128)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 6, stride = 2, groupWidth = 128)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, groupWidth = 128)
    Tensor layer4();
}
