package castnet.examples.timm;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.Network;
import castnet.Relu;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50D;

/** timm's resnet50t: {@link ResNet50D} with a tiered stem of 24, 32 and 64 channels. */
@Network
public interface ResNet50T extends ResNet50D {
    @Override
    @Conv(name = "conv1.0", out = 24, kernel = 3, stride = 2)
    @BatchNorm(name = "conv1.1")
    @Relu
    Tensor stem1();
}
