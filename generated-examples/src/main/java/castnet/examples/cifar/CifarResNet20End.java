package castnet.examples.cifar;

import static castnet.Shortcut.ZERO_PAD;

import castnet.Residual;

/** ResNet-20 for CIFAR-10 with option A as in fb.resnet.torch: all zero channels at the end. Weights of {@link CifarResNet20} do not fit. */
@Residual(shortcut = ZERO_PAD)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface CifarResNet20End extends CifarResNet20 {}
