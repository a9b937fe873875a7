package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.dense.DenseNet121;

/** {@link DenseNet121} for images of 65×97. */
@SuppressWarnings("castnet:unread-border")
@Network(input = @Shape(channels = 3, height = 65, width = 97))
public interface DenseNet121At65x97 extends DenseNet121 {}
