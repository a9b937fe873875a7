package castnet.examples.oracle;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** The network up to layer4. */
@Network
public interface ResNet18PrefixLayer4 extends ResNet18PrefixLayer3 {
    @BasicBlock(width = 512, repeat = 2, stride = 2)
    Tensor layer4();
}
