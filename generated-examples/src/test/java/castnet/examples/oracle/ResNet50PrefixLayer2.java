package castnet.examples.oracle;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer2. */
@Network
public interface ResNet50PrefixLayer2 extends ResNet50PrefixLayer1 {
    @Bottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();
}
