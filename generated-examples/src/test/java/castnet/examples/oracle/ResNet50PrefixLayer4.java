package castnet.examples.oracle;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer4. */
@Network
public interface ResNet50PrefixLayer4 extends ResNet50PrefixLayer3 {
    @Bottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();
}
