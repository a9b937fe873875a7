package castnet.examples.resnet;

import static castnet.Shortcut.AVG_POOL;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/**
 * ResNet-50-D (He et al. 2018, "Bag of Tricks"; timm's resnet50d): three 3×3 in the stem, and an average pool before the
 * 1×1 of a strided shortcut, so that it reads every position.
 */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(shortcut = AVG_POOL)
public interface ResNet50D {
    @Conv(name = "conv1.0", out = 32, kernel = 3, stride = 2)
    @BatchNorm(name = "conv1.1")
    @Relu
    Tensor stem1();

    @Conv(name = "conv1.3", out = 32, kernel = 3)
    @BatchNorm(name = "conv1.4")
    @Relu
    Tensor stem2();

    @Conv(name = "conv1.6", out = 64, kernel = 3)
    @BatchNorm(name = "bn1")
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2)
    Tensor maxpool();

    @Bottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @Bottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Bottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 1000)
    Tensor fc();
}
