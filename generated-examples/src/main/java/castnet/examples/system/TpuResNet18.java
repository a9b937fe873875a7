package castnet.examples.system;

import static castnet.Padding.SAME;
import static castnet.Shortcut.PROJECTION_ALWAYS;

import castnet.BasicBlock;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-18 of TensorFlow's TPU reference models: unlike torchvision's, the first block of the first stage has a projection, too. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(zeroGamma = true)
@BatchNorm(momentum = 0.1)
public interface TpuResNet18 {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2, padding = SAME)
    Tensor maxpool();

    @BasicBlock(width = 64, shortcut = PROJECTION_ALWAYS)
    Tensor layer1first();

    @BasicBlock(width = 64)
    Tensor layer1();

    @BasicBlock(width = 128, repeat = 2, stride = 2)
    Tensor layer2();

    @BasicBlock(width = 256, repeat = 2, stride = 2)
    Tensor layer3();

    @BasicBlock(width = 512, repeat = 2, stride = 2)
    Tensor layer4();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 1000)
    Tensor fc();
}
