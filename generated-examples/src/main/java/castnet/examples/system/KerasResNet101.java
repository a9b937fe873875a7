package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-101 of keras.applications (v1). */
@Network
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface KerasResNet101 extends KerasResNet50 {
    @Override
    @Bottleneck(width = 256, repeat = 23, stride = 2)
    Tensor layer3();
}
