package castnet.examples.oracle;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer3. */
@Network
public interface ResNet18PrefixLayer3 extends ResNet18PrefixLayer2 {
    @BasicBlock(width = 256, repeat = 2, stride = 2)
    Tensor layer3();
}
