package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-152 v1 of tf-slim, see {@link SlimResNet50}. */
@Network
public interface SlimResNet152 extends SlimResNet50 {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
