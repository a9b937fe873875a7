package castnet.examples.system;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-152 v2 of keras.applications. */
@Network
@SuppressWarnings("castnet:unread-border") // the last zeros at 112×112; the published network is meant
public interface KerasResNet152V2 extends KerasResNet50V2 {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
