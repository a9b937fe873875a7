package castnet.examples.system;

import static castnet.Padding.NONE;
import static castnet.StrideAt.CONV1x1;

import castnet.MaxPool;
import castnet.Residual;
import castnet.Tensor;
import castnet.examples.resnet.ResNet152;

/** ResNet-152 as its authors published it for Caffe: the stride on the first 1×1, and a pool without padding in ceil mode. */
@Residual(at = CONV1x1)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface CaffeResNet152 extends ResNet152 {
    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE, ceilMode = true)
    Tensor maxpool();
}
