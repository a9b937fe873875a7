package castnet.examples.cifar;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-1001 with pre-activation for CIFAR-10 (He et al. 2016), see {@link CifarPreAct164}. */
@Network
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface CifarPreAct1001 extends CifarPreAct164 {
    @Override
    @Bottleneck(width = 16, repeat = 111)
    Tensor layer1();

    @Override
    @Bottleneck(width = 32, repeat = 111, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 64, repeat = 111, stride = 2)
    Tensor layer3();
}
