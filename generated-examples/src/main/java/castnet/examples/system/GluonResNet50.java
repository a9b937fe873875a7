package castnet.examples.system;

import static castnet.ConvBias.BRANCH_1x1;
import static castnet.StrideAt.CONV1x1;

import castnet.Residual;
import castnet.examples.resnet.ResNet50;

/** ResNet-50 v1 of GluonCV: the stride on the first 1×1, and biases on the 1×1s of the branch. */
@Residual(at = CONV1x1, convBias = BRANCH_1x1)
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface GluonResNet50 extends ResNet50 {}
