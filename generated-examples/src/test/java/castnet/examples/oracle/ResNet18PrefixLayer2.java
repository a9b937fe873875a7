package castnet.examples.oracle;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer2. */
@Network
public interface ResNet18PrefixLayer2 extends ResNet18PrefixLayer1 {
    @BasicBlock(width = 128, repeat = 2, stride = 2)
    Tensor layer2();
}
