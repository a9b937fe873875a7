package castnet.examples.oracle;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer1. */
@Network
public interface ResNet50PrefixLayer1 extends ResNet50PrefixStem {
    @Bottleneck(width = 64, repeat = 3)
    Tensor layer1();
}
