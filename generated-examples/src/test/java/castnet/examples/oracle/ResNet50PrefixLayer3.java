package castnet.examples.oracle;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer3. */
@Network
public interface ResNet50PrefixLayer3 extends ResNet50PrefixLayer2 {
    @Bottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();
}
