package castnet.examples.system;

import static castnet.ConvBias.SUMMANDS;
import static castnet.Padding.NONE;
import static castnet.StrideAt.PREVIOUS_CONV3x3;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Pad;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/**
 * ResNet-50 v2 of keras.applications: pre-activation, the stride on the 3×3 of each stage's last block, biases where results are
 * added, ε = 1.001e-5. No ReLU stands before the stem's pool, so its zeros are values, not padding. Ends with the logits.
 */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(preActivation = true, at = PREVIOUS_CONV3x3, convBias = SUMMANDS)
@BatchNorm(epsilon = 1.001e-5, momentum = 0.01)
@SuppressWarnings("castnet:unread-border") // the last zeros at 112×112; the published network is meant
public interface KerasResNet50V2 {
    @Conv(out = 64, kernel = 7, stride = 2, bias = true)
    Tensor conv1();

    @Pad(1)
    @MaxPool(kernel = 3, stride = 2, padding = NONE)
    Tensor maxpool();

    @Bottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @Bottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Bottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();

    @BatchNorm
    @Relu
    Tensor post();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 1000)
    Tensor fc();
}
