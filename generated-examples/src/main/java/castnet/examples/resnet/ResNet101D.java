package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-101-D: {@link ResNet50D} with more blocks. */
@Network
public interface ResNet101D extends ResNet50D {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2)
    Tensor layer3();
}
