package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-101 v1.5: {@link ResNet50} with a longer third stage. */
@Network
public interface ResNet101 extends ResNet50 {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2)
    Tensor layer3();
}
