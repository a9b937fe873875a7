package castnet.examples.system;

import castnet.BatchNorm;
import castnet.Network;
import castnet.examples.resnet.ResNeXt50;

/** ResNeXt-50 of keras-applications: torchvision's with another ε. There a grouped convolution is a depthwise one and sums of its maps. */
@Network
@BatchNorm(epsilon = 1.001e-5, momentum = 0.01)
public interface KerasResNeXt50 extends ResNeXt50 {}
