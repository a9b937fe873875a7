package castnet.examples.resnet;

import castnet.BasicBlock;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-18 (He et al. 2015) as in torchvision. Its blocks have no 1×1, so that v1 and v1.5 are the same network. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
public interface ResNet18 {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2)
    Tensor maxpool();

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

    @Linear(out = 1000)
    Tensor fc();
}
