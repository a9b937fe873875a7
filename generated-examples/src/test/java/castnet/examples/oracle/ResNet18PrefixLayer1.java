package castnet.examples.oracle;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer1. */
@Network
public interface ResNet18PrefixLayer1 extends ResNet18PrefixStem {
    @BasicBlock(width = 64, repeat = 2)
    Tensor layer1();
}
