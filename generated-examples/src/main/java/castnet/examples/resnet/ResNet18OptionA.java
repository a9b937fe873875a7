package castnet.examples.resnet;

import static castnet.Shortcut.ZERO_PAD;

import castnet.Residual;

/** ResNet-18 of option A (He et al. 2015): shortcuts without parameters, missing channels are zeros at the end. */
@SuppressWarnings("castnet:unread-activations") // the published network is meant
@Residual(shortcut = ZERO_PAD)
public interface ResNet18OptionA extends ResNet18 {}
