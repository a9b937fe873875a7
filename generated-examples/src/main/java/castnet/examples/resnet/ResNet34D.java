package castnet.examples.resnet;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** ResNet-34-D: {@link ResNet18D} with more blocks. */
@Network
public interface ResNet34D extends ResNet18D {
    @Override
    @BasicBlock(width = 64, repeat = 3)
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
