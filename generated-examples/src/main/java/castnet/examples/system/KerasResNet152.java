package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-152 of keras.applications (v1). */
@Network
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface KerasResNet152 extends KerasResNet50 {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
