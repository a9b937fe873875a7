package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNeXt-50 32×4d (Xie et al. 2016) as in torchvision: the 3×3 in 32 groups. */
@Network
public interface ResNeXt50 extends ResNet50 {
    @Override
    @Bottleneck(width = 64, repeat = 3, groups = 32, groupWidth = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, groups = 32, groupWidth = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 6, stride = 2, groups = 32, groupWidth = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, groups = 32, groupWidth = 4)
    Tensor layer4();
}
