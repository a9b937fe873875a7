package castnet.examples.cifar;

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

/** WRN-16-8 (Zagoruyko, Komodakis 2016) for CIFAR-10. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Residual(preActivation = true)
public interface WideResNet16x8 {
    @Conv(out = 16, kernel = 3)
    Tensor conv1();

    @BasicBlock(width = 128, repeat = 2)
    Tensor layer1();

    @BasicBlock(width = 256, repeat = 2, stride = 2)
    Tensor layer2();

    @BasicBlock(width = 512, repeat = 2, stride = 2)
    Tensor layer3();

    @BatchNorm
    @Relu
    Tensor bn();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
