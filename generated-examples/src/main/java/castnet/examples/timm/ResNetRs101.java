package castnet.examples.timm;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-RS-101: {@link ResNetRs50} with a longer third stage. */
@Network
public interface ResNetRs101 extends ResNetRs50 {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2, squeezeExcite = 4)
    Tensor layer3();
}
