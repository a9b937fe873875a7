package castnet.examples.study;

import castnet.Network;
import castnet.examples.cifar.CifarResNet20;

/** {@link CifarResNet20} without Winograd's convolutions: what they gain and lose. */
@Network(winograd = false)
public interface CifarResNet20Direct extends CifarResNet20 {}
