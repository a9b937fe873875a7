package castnet.examples.resnet;

import static castnet.StrideAt.CONV1x1;

import castnet.Residual;

/** ResNet-101 v1, as in the paper (He et al. 2015): the stride sits on the first 1×1, which reads a quarter of its input. */
@Residual(at = CONV1x1)
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface ResNet101V1 extends ResNet101 {}
