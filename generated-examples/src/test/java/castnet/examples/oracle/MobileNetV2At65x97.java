package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.mobile.MobileNetV2;

/** {@link MobileNetV2} for images of 65×97. */
@Network(input = @Shape(channels = 3, height = 65, width = 97))
public interface MobileNetV2At65x97 extends MobileNetV2 {}
