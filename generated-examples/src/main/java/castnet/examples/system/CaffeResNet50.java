package castnet.examples.system;

import static castnet.Padding.NONE;
import static castnet.StrideAt.CONV1x1;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.MaxPool;
import castnet.Relu;
import castnet.Residual;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/**
 * ResNet-50 as its authors published it for Caffe: the stride on the first 1×1, a bias in the stem, and a pool without padding in ceil
 * mode. ResNet-101 and 152 have no bias there.
 */
@Residual(at = CONV1x1)
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface CaffeResNet50 extends ResNet50 {
    @Override
    @Conv(out = 64, kernel = 7, stride = 2, bias = true)
    @BatchNorm
    @Relu
    Tensor conv1();

    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE, ceilMode = true)
    Tensor maxpool();
}
