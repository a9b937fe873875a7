package castnet.examples.timm;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Residual;
import castnet.Shape;
import castnet.Tensor;

/**
 * Pre-activated ResNet-50 (He et al. 2016) as timm's resnetv2_50, stride on the 3×3, the head a 1×1 convolution. timm's keys
 * {@code stages.S.blocks.B.normI} and {@code .downsample.conv} are {@code layerS+1.B.bnI} and {@code .downsample.0} here.
 */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
@Residual(preActivation = true)
public interface ResNetV2x50 {
    @Conv(name = "stem.conv", out = 64, kernel = 7, stride = 2)
    Tensor stem();

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

    @BatchNorm
    @Relu
    Tensor norm();

    @GlobalAvgPool
    Tensor avgpool();

    @Conv(name = "head.fc", out = 1000, kernel = 1, bias = true)
    Tensor head();
}
