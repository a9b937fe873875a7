package castnet.examples.senet;

import static castnet.Padding.NONE;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.Dropout;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** SENet-154, the winner of ILSVRC 2017 (timm's legacy_senet154). */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
public interface SeNet154 {
    @Conv(name = "layer0.conv1", out = 64, kernel = 3, stride = 2)
    @BatchNorm(name = "layer0.bn1")
    @Relu
    Tensor stem1();

    @Conv(name = "layer0.conv2", out = 64, kernel = 3)
    @BatchNorm(name = "layer0.bn2")
    @Relu
    Tensor stem2();

    @Conv(name = "layer0.conv3", out = 128, kernel = 3)
    @BatchNorm(name = "layer0.bn3")
    @Relu
    Tensor stem3();

    @MaxPool(kernel = 3, stride = 2, padding = NONE, ceilMode = true)
    Tensor maxpool();

    @SeNetBottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @SeNetBottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @SeNetBottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();

    @SeNetBottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();

    @GlobalAvgPool
    @Dropout(0.2)
    Tensor avgpool();

    @Linear(name = "last_linear", out = 1000)
    Tensor fc();
}
