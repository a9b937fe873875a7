package castnet.examples.cifar;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** ResNet-32 for CIFAR-10, option A: {@link CifarResNet20} with 5 blocks per stage. */
@Network
public interface CifarResNet32 extends CifarResNet20 {
    @Override
    @BasicBlock(width = 16, repeat = 5)
    Tensor layer1();

    @Override
    @BasicBlock(width = 32, repeat = 5, stride = 2)
    Tensor layer2();

    @Override
    @BasicBlock(width = 64, repeat = 5, stride = 2)
    Tensor layer3();
}
