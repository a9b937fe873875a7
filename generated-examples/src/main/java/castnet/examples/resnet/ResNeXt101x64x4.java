package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNeXt-101 64×4d (Xie et al. 2016) as in torchvision. */
@Network
public interface ResNeXt101x64x4 extends ResNet101 {
    @Override
    @Bottleneck(width = 64, repeat = 3, groups = 64, groupWidth = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, groups = 64, groupWidth = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2, groups = 64, groupWidth = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, groups = 64, groupWidth = 4)
    Tensor layer4();
}
