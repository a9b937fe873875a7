package castnet.examples.resnet;

import castnet.Bottleneck;
import castnet.Network;
import castnet.Tensor;

/** ResNet-152 v1.5: {@link ResNet50} with longer second and third stages. */
@Network
public interface ResNet152 extends ResNet50 {
    @Override
    @Bottleneck(width = 128, repeat = 8, stride = 2)
    Tensor layer2();

    @Override
    @Bottleneck(width = 256, repeat = 36, stride = 2)
    Tensor layer3();
}
