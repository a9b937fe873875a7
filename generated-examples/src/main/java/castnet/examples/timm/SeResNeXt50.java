package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNeXt50;

/** SE-ResNeXt-50 32×4d as timm's seresnext50_32x4d. */
@Network
public interface SeResNeXt50 extends ResNeXt50 {
    @Override
    @Bottleneck(width = 64, repeat = 3, groups = 32, groupWidth = 4, squeezeExcite = 16)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, groups = 32, groupWidth = 4, squeezeExcite = 16)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 6, stride = 2, groups = 32, groupWidth = 4, squeezeExcite = 16)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, groups = 32, groupWidth = 4, squeezeExcite = 16)
    Tensor layer4();
}
