package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-200 of fb.resnet.torch: v1.5 with 3, 24, 36 and 3 blocks. */
@Network
public interface ResNet200 extends ResNet50 {
    @Override
    @Bottleneck(width = 128, repeat = 24, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
