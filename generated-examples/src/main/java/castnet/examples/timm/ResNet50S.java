package castnet.examples.timm;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.Network;
import castnet.Relu;
import castnet.Tensor;

/** timm's resnet50s: a wider deep stem of 64, 64 and 128 channels. */
@Network
public interface ResNet50S extends ResNet50C {
    @Override
    @Conv(name = "conv1.0", out = 64, kernel = 3, stride = 2)
    @BatchNorm(name = "conv1.1")
    @Relu
    Tensor stem1();

    @Override
    @Conv(name = "conv1.3", out = 64, kernel = 3)
    @BatchNorm(name = "conv1.4")
    @Relu
    Tensor stem2();

    @Override
    @Conv(name = "conv1.6", out = 128, kernel = 3)
    @BatchNorm(name = "bn1")
    @Relu
    Tensor conv1();
}
