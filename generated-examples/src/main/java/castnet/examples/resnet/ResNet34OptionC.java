package castnet.examples.resnet;

import static castnet.Shortcut.PROJECTION_ALWAYS;

import castnet.Residual;

/** ResNet-34 of option C (He et al. 2015): a projection in every block. */
@Residual(shortcut = PROJECTION_ALWAYS)
public interface ResNet34OptionC extends ResNet34 {}
