package castnet.examples.timm;

import castnet.BasicBlock;
import castnet.Network;
import castnet.Tensor;

/** timm's resnet10t: a tiered stem, and one basic block per stage. */
@Network
public interface ResNet10T extends ResNet50T {
    @Override
    @BasicBlock(width = 64, repeat = 1)
    Tensor layer1();

    @Override
    @BasicBlock(width = 128, repeat = 1, stride = 2)
    Tensor layer2();

    @Override
    @BasicBlock(width = 256, repeat = 1, stride = 2)
    Tensor layer3();

    @Override
    @BasicBlock(width = 512, repeat = 1, stride = 2)
    Tensor layer4();
}
