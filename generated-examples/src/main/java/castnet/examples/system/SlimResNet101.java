package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-101 v1 of tf-slim, see {@link SlimResNet50}. */
@Network
public interface SlimResNet101 extends SlimResNet50 {
    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2)
    Tensor layer3();
}
