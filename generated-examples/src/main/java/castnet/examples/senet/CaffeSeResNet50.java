package castnet.examples.senet;

import static castnet.Padding.NONE;
import static castnet.StrideAt.CONV1x1;

import castnet.MaxPool;
import castnet.Network;
import castnet.Residual;
import castnet.Tensor;
import castnet.examples.timm.SeResNet50;

/** SE-ResNet-50 for Caffe (timm's legacy_seresnet50): the stride on the first 1×1, a pool without padding in ceil mode. */
@Network
@Residual(at = CONV1x1)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface CaffeSeResNet50 extends SeResNet50 {
    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE, ceilMode = true)
    Tensor maxpool();
}
