package castnet.examples.cifar;

import static castnet.Shortcut.PROJECTION_ALWAYS;

import castnet.Residual;

/** ResNet-110 for CIFAR-10 with option C: a projection in every block. */
@Residual(shortcut = PROJECTION_ALWAYS)
public interface CifarResNet110C extends CifarResNet110 {}
