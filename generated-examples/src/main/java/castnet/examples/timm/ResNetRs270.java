package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-RS-270 (Bello et al. 2021) as timm's resnetrs270, see {@link ResNetRs50}. */
@Network
public interface ResNetRs270 extends ResNetRs50 {
    @Override
    @Bottleneck(width = 64, repeat = 4, squeezeExcite = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 29, stride = 2, squeezeExcite = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 53, stride = 2, squeezeExcite = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 4, stride = 2, squeezeExcite = 4)
    Tensor layer4();
}
