package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.resnet.ResNeXt50;

/** {@link ResNeXt50} for images of 64×64. */
@Network(input = @Shape(channels = 3, height = 64, width = 64))
public interface ResNeXt50At64 extends ResNeXt50 {}
