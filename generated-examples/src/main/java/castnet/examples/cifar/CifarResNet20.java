package castnet.examples.cifar;

import static castnet.Shortcut.ZERO_PAD_BOTH;

import castnet.BasicBlock;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-20 for CIFAR-10 (He et al. 2015, §4.2), shortcuts of option A: no parameters, missing channels are zeros. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Residual(shortcut = ZERO_PAD_BOTH)
public interface CifarResNet20 {
    @Conv(out = 16, kernel = 3)
    @BatchNorm
    @Relu
    Tensor conv1();

    @BasicBlock(width = 16, repeat = 3)
    Tensor layer1();

    @BasicBlock(width = 32, repeat = 3, stride = 2)
    Tensor layer2();

    @BasicBlock(width = 64, repeat = 3, stride = 2)
    Tensor layer3();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
