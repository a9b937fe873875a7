package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-152-D: {@link ResNet50D} with more blocks. */
@Network
public interface ResNet152D extends ResNet50D {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
