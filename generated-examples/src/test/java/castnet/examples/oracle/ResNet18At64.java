package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.resnet.ResNet18;

/** {@link ResNet18} for images of 64×64. */
@Network(input = @Shape(channels = 3, height = 64, width = 64))
public interface ResNet18At64 extends ResNet18 {}
