package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.resnet.ResNet34;

/** {@link ResNet34} for images of 64×64. */
@Network(input = @Shape(channels = 3, height = 64, width = 64))
public interface ResNet34At64 extends ResNet34 {}
