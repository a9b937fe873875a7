package castnet.examples.cifar;

import static castnet.Shortcut.PROJECTION;

import castnet.Residual;

/** ResNet-56 for CIFAR-10 with option B: a 1×1 convolution in the shortcut where the shape changes. */
@Residual(shortcut = PROJECTION)
public interface CifarResNet56B extends CifarResNet56 {}
