package castnet.examples.study;

import castnet.Network;
import castnet.examples.resnet.ResNet18;

/** {@link ResNet18} without Winograd's convolutions: what they gain and lose. */
@Network(winograd = false)
public interface ResNet18Direct extends ResNet18 {}
