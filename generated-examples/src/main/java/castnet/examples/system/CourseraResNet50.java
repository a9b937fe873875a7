package castnet.examples.system;

import static castnet.ConvBias.ALL;
import static castnet.Padding.NONE;
import static castnet.StrideAt.CONV1x1;

import castnet.AvgPool;
import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.Flatten;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-50 of the course "Convolutional Neural Networks" (Coursera): 64×64 images, six classes, Keras' default ε of 1e-3. */
@Network(input = @Shape(channels = 3, height = 64, width = 64))
@Residual(at = CONV1x1, convBias = ALL)
@BatchNorm(epsilon = 1e-3, momentum = 0.01)
@SuppressWarnings({"castnet:unread-activations", "castnet:unread-border", "castnet:redundant-bias"
}) // the published network is meant
public interface CourseraResNet50 {
    @Conv(out = 64, kernel = 7, stride = 2, bias = true)
    @BatchNorm
    @Relu
    Tensor conv1();

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

    @AvgPool(kernel = 2)
    Tensor avgpool();

    @Flatten
    Tensor flatten();

    @Linear(out = 6)
    Tensor fc();
}
