package castnet.examples.system;

import static castnet.Padding.SAME;

import castnet.BatchNorm;
import castnet.MaxPool;
import castnet.Residual;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 of TensorFlow's TPU reference models: v1.5, SAME in the stem's pool, the last γ of each block begins at 0. */
@Residual(zeroGamma = true)
@BatchNorm(momentum = 0.1)
public interface TpuResNet50 extends ResNet50 {
    @Override
    @MaxPool(kernel = 3, stride = 2, padding = SAME)
    Tensor maxpool();
}
