package castnet.examples.antialias;

import castnet.MaxPool;
import castnet.Network;
import castnet.Tensor;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 that shrinks by blurs, timm's resnetblur50. */
@Network
@SuppressWarnings("castnet:unread-border") // the last reflected row and column of even sizes
public interface ResNetBlur50 extends ResNet50 {
    @Override
    @MaxPool(kernel = 3, stride = 1)
    @BlurPool
    Tensor maxpool();

    @Override
    @AntialiasedBottleneck(width = 64, repeat = 3, blur = true)
    Tensor layer1();

    @Override
    @AntialiasedBottleneck(width = 128, repeat = 4, stride = 2, blur = true)
    Tensor layer2();

    @Override
    @AntialiasedBottleneck(width = 256, repeat = 6, stride = 2, blur = true)
    Tensor layer3();

    @Override
    @AntialiasedBottleneck(width = 512, repeat = 3, stride = 2, blur = true)
    Tensor layer4();
}
