package castnet.examples.resnet;

import static castnet.Shortcut.PROJECTION_ALWAYS;

import castnet.Residual;

/** ResNet-18 of option C (He et al. 2015): a projection in every block. */
@Residual(shortcut = PROJECTION_ALWAYS)
public interface ResNet18OptionC extends ResNet18 {}
