package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-RS-350 (Bello et al. 2021) as timm's resnetrs350, see {@link ResNetRs50}. */
@Network
public interface ResNetRs350 extends ResNetRs50 {
    @Override
    @Bottleneck(width = 64, repeat = 4, squeezeExcite = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 36, stride = 2, squeezeExcite = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 72, stride = 2, squeezeExcite = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 4, stride = 2, squeezeExcite = 4)
    Tensor layer4();
}
