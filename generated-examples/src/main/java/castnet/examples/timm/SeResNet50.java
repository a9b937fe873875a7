package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** SE-ResNet-50 (Hu et al. 2018) as timm's seresnet50: squeeze-and-excite by 16 in every block. */
@Network
public interface SeResNet50 extends ResNet50 {
    @Override
    @Bottleneck(width = 64, repeat = 3, squeezeExcite = 16)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, squeezeExcite = 16)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 6, stride = 2, squeezeExcite = 16)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, squeezeExcite = 16)
    Tensor layer4();
}
