package castnet.examples.oracle;

import castnet.Conv;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/** The stem's convolution alone: the activation that the oracle calls conv1. */
@Network(input = @Shape(channels = 3, height = 97, width = 131))
public interface ResNet18PrefixConv1 {
    @Conv(out = 64, kernel = 7, stride = 2)
    Tensor conv1();
}
