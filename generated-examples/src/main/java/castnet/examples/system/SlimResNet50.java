package castnet.examples.system;

import static castnet.Padding.SAME;
import static castnet.StrideAt.PREVIOUS_CONV3x3;

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
 * ResNet-50 v1 of tf-slim: the stride on the 3×3 of each stage's last block, whose shortcut keeps every second pixel; the stem's pool
 * is TensorFlow's SAME, so that its windows begin at the first pixel.
 */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(at = PREVIOUS_CONV3x3)
@BatchNorm(momentum = 0.003)
public interface SlimResNet50 {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2, padding = SAME)
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
