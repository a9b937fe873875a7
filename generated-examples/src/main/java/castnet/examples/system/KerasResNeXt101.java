package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNeXt-101 32×4d of keras-applications. */
@Network
public interface KerasResNeXt101 extends KerasResNeXt50 {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2, groups = 32, groupWidth = 4)
    Tensor layer3();
}
