package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNeXt-101 32×8d (Xie et al. 2016) as in torchvision. */
@Network
public interface ResNeXt101x32x8 extends ResNet101 {
    @Override
    @Bottleneck(width = 64, repeat = 3, groups = 32, groupWidth = 8)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, groups = 32, groupWidth = 8)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2, groups = 32, groupWidth = 8)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, groups = 32, groupWidth = 8)
    Tensor layer4();
}
