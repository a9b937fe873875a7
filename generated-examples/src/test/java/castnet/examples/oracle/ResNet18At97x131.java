package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.resnet.ResNet18;

/** {@link ResNet18} for images of 97×131. */
@Network(input = @Shape(channels = 3, height = 97, width = 131))
public interface ResNet18At97x131 extends ResNet18 {}
