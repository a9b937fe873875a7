package castnet.examples.mobile;

import static castnet.Function.RELU6;

import castnet.Activation;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.Dropout;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/** MobileNetV2 (Sandler et al. 2018) as in torchvision. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
public interface MobileNetV2 {
    @Conv(name = "features.0.0", out = 32, kernel = 3, stride = 2)
    @BatchNorm(name = "features.0.1")
    @Activation(RELU6)
    Tensor stem();

    @SeparableConv(name = "features.1", out = 16)
    Tensor stage1();

    @InvertedResidual(name = "features.{2}", out = 24, stride = 2, repeat = 2)
    Tensor stage2();

    @InvertedResidual(name = "features.{4}", out = 32, stride = 2, repeat = 3)
    Tensor stage3();

    @InvertedResidual(name = "features.{7}", out = 64, stride = 2, repeat = 4)
    Tensor stage4();

    @InvertedResidual(name = "features.{11}", out = 96, repeat = 3)
    Tensor stage5();

    @InvertedResidual(name = "features.{14}", out = 160, stride = 2, repeat = 3)
    Tensor stage6();

    @InvertedResidual(name = "features.{17}", out = 320)
    Tensor stage7();

    @Conv(name = "features.18.0", out = 1280)
    @BatchNorm(name = "features.18.1")
    @Activation(RELU6)
    Tensor head();

    @GlobalAvgPool
    @Dropout(0.2)
    Tensor pool();

    @Linear(name = "classifier.1", out = 1000)
    Tensor classifier();
}
