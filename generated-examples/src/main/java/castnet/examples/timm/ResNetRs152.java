package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-RS-152: {@link ResNetRs50} with more blocks. */
@Network
public interface ResNetRs152 extends ResNetRs50 {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2, squeezeExcite = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2, squeezeExcite = 4)
    Tensor layer3();
}
