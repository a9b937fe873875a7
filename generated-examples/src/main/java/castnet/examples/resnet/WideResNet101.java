package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** Wide ResNet-101-2: {@link WideResNet50} with a longer third stage. */
@Network
public interface WideResNet101 extends WideResNet50 {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2, groupWidth = 128)
    Tensor layer3();
}
