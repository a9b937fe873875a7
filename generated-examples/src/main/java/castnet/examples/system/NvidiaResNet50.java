package castnet.examples.system;

import castnet.Init;
import castnet.Network;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 v1.5 of NVIDIA's deep learning examples: as torchvision's, weights begin with the variance 2/fan-in. */
@Network(init = Init.HE_FAN_IN)
public interface NvidiaResNet50 extends ResNet50 {}
