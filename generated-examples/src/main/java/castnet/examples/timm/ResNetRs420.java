package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-RS-420 (Bello et al. 2021) as timm's resnetrs420, see {@link ResNetRs50}. */
@Network
public interface ResNetRs420 extends ResNetRs50 {
    @Override
    @Bottleneck(width = 64, repeat = 4, squeezeExcite = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 44, stride = 2, squeezeExcite = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 87, stride = 2, squeezeExcite = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 4, stride = 2, squeezeExcite = 4)
    Tensor layer4();
}
