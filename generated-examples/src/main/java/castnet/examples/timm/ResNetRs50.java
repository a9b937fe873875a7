package castnet.examples.timm;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.Network;
import castnet.Relu;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50D;

/** ResNet-RS-50 (Bello et al. 2021) as timm's resnetrs50: a strided 3×3 for the stem's pool, squeeze-and-excite by 4. */
@Network
public interface ResNetRs50 extends ResNet50D {
    @Override
    @Conv(name = "maxpool.0", out = 64, kernel = 3, stride = 2)
    @BatchNorm(name = "maxpool.1")
    @Relu
    Tensor maxpool();

    @Override
    @Bottleneck(width = 64, repeat = 3, squeezeExcite = 4)
    Tensor layer1();

    @Override
    @Bottleneck(width = 128, repeat = 4, stride = 2, squeezeExcite = 4)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 6, stride = 2, squeezeExcite = 4)
    Tensor layer3();

    @Override
    @Bottleneck(width = 512, repeat = 3, stride = 2, squeezeExcite = 4)
    Tensor layer4();
}
