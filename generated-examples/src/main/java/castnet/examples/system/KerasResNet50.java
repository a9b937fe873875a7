package castnet.examples.system;

import static castnet.ConvBias.ALL;
import static castnet.StrideAt.CONV1x1;

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
 * ResNet-50 of keras.applications (v1): biases everywhere, ε = 1.001e-5, the stride on the first 1×1. Keras pads the stem's pool with
 * zeros, which behind a ReLU is the same as not counting the padding. Keras ends with a softmax, this with the logits.
 */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(at = CONV1x1, convBias = ALL)
@BatchNorm(epsilon = 1.001e-5, momentum = 0.01)
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface KerasResNet50 {
    @Conv(out = 64, kernel = 7, stride = 2, bias = true)
    @BatchNorm
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
