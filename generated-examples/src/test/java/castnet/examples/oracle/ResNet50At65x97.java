package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.resnet.ResNet50;

/** {@link ResNet50} for images of 65×97. */
@Network(input = @Shape(channels = 3, height = 65, width = 97))
public interface ResNet50At65x97 extends ResNet50 {}
