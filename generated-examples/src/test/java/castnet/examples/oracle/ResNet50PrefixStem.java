package castnet.examples.oracle;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** The network up to the activation that the oracle calls maxpool. */
@Network(input = @Shape(channels = 3, height = 65, width = 97))
public interface ResNet50PrefixStem {
    @Conv(out = 64, kernel = 7, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2)
    Tensor maxpool();
}
