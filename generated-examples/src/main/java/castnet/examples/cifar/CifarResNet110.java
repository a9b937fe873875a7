package castnet.examples.cifar;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** ResNet-110 for CIFAR-10, option A: {@link CifarResNet20} with 18 blocks per stage. */
@Network
public interface CifarResNet110 extends CifarResNet20 {
    @Override
    @BasicBlock(width = 16, repeat = 18)
    Tensor layer1();

    @Override
    @BasicBlock(width = 32, repeat = 18, stride = 2)
    Tensor layer2();

    @Override
    @BasicBlock(width = 64, repeat = 18, stride = 2)
    Tensor layer3();
}
