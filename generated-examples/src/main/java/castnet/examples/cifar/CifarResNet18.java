package castnet.examples.cifar;

import castnet.BasicBlock;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-18 for CIFAR-10 with the widths of ImageNet's (kuangliu/pytorch-cifar). */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
public interface CifarResNet18 {
    @Conv(out = 64, kernel = 3)
    @BatchNorm
    @Relu
    Tensor conv1();

    @BasicBlock(width = 64, repeat = 2)
    Tensor layer1();

    @BasicBlock(width = 128, repeat = 2, stride = 2)
    Tensor layer2();

    @BasicBlock(width = 256, repeat = 2, stride = 2)
    Tensor layer3();

    @BasicBlock(width = 512, repeat = 2, stride = 2)
    Tensor layer4();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
