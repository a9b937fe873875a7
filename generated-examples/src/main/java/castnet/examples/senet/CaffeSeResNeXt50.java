package castnet.examples.senet;

import static castnet.Padding.NONE;

import castnet.MaxPool;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.timm.SeResNeXt50;

/** SE-ResNeXt-50 32×4d for Caffe (timm's legacy_seresnext50_32x4d): the stride on the 3×3, a pool without padding in ceil mode. */
@Network
public interface CaffeSeResNeXt50 extends SeResNeXt50 {
    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE, ceilMode = true)
    Tensor maxpool();
}
