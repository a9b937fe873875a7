package castnet.examples.cifar;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** ResNet-1202 for CIFAR-10 (He et al. 2015). */
@Network
public interface CifarResNet1202 extends CifarResNet20 {
    @Override
    @BasicBlock(width = 16, repeat = 200)
    Tensor layer1();

    @Override
    @BasicBlock(width = 32, repeat = 200, stride = 2)
    Tensor layer2();

    @Override
    @BasicBlock(width = 64, repeat = 200, stride = 2)
    Tensor layer3();
}
