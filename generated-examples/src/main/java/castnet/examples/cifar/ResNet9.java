package castnet.examples.cifar;

import static castnet.Function.SCALE;

import castnet.Activation;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.Flatten;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-9 of David Page's "How to train your ResNet" (DAWNBench 2018): 94 % on CIFAR-10 in 24 epochs; its logits are an eighth of the last layer's. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
public interface ResNet9 {
    @Conv(name = "prep.conv", out = 64, kernel = 3)
    @BatchNorm(name = "prep.bn")
    @Relu
    Tensor prep();

    @Conv(name = "layer1.conv", out = 128, kernel = 3)
    @BatchNorm(name = "layer1.bn")
    @Relu
    @MaxPool(kernel = 2)
    Tensor layer1();

    @CifarBranch(name = "layer1.residual")
    Tensor residual1();

    @Conv(name = "layer2.conv", out = 256, kernel = 3)
    @BatchNorm(name = "layer2.bn")
    @Relu
    @MaxPool(kernel = 2)
    Tensor layer2();

    @Conv(name = "layer3.conv", out = 512, kernel = 3)
    @BatchNorm(name = "layer3.bn")
    @Relu
    @MaxPool(kernel = 2)
    Tensor layer3();

    @CifarBranch(name = "layer3.residual")
    Tensor residual3();

    @MaxPool(kernel = 4)
    @Flatten
    Tensor pool();

    @Linear(out = 10, bias = false)
    @Activation(value = SCALE, alpha = 0.125)
    Tensor linear();
}
