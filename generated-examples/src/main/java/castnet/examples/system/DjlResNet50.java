package castnet.examples.system;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.Network;
import castnet.Relu;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 of Deep Java Library's model zoo: v1 with biases where GluonCV has them, and two ε. */
@Network
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface DjlResNet50 extends ResNet50 {
    @Override
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm(epsilon = 2e-5)
    @Relu
    Tensor conv1();

    @Override
    @DjlBottleneck(width = 64, repeat = 3)
    Tensor layer1();

    @Override
    @DjlBottleneck(width = 128, repeat = 4, stride = 2)
    Tensor layer2();

    @Override
    @DjlBottleneck(width = 256, repeat = 6, stride = 2)
    Tensor layer3();

    @Override
    @DjlBottleneck(width = 512, repeat = 3, stride = 2)
    Tensor layer4();
}
