package castnet.examples.system;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** ResNet-34 of TensorFlow's TPU reference models, see {@link TpuResNet18}. */
@Network
public interface TpuResNet34 extends TpuResNet18 {
    @Override
    @BasicBlock(width = 64, repeat = 2)
    Tensor layer1();

    @Override
    @BasicBlock(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Override
    @BasicBlock(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Override
    @BasicBlock(width = 512, repeat = 3, stride = 2)
    Tensor layer4();
}
