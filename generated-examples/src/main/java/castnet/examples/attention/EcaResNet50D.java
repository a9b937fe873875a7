package castnet.examples.attention;

import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50D;

/** ResNet-50-D with efficient channel attention, timm's ecaresnet50d. */
@Network
public interface EcaResNet50D extends ResNet50D {
    @Override
    @EcaBottleneckD(width = 64, repeat = 3)
    Tensor layer1();

    @Override
    @EcaBottleneckD(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Override
    @EcaBottleneckD(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Override
    @EcaBottleneckD(width = 512, repeat = 3, stride = 2)
    Tensor layer4();
}
