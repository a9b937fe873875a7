package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** timm's resnet26: two bottlenecks per stage. */
@Network
public interface ResNet26 extends ResNet50 {
    @Override
    @Bottleneck(width = 64, repeat = 2)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 2, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 2, stride = 2)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 2, stride = 2)
    Tensor layer4();
}
