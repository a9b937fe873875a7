package castnet.examples.study;

import castnet.Network;
import castnet.examples.resnet.ResNet50;

/** {@link ResNet50} without Winograd's convolutions: what they gain and lose. */
@Network(winograd = false)
public interface ResNet50Direct extends ResNet50 {}
