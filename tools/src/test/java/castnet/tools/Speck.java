package castnet.tools;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** A network of one's own, as small as can be, for the embedded images. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
public interface Speck {
    @Conv(out = 8, kernel = 3, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @GlobalAvgPool
    Tensor pool();

    @Linear(out = 10)
    Tensor fc();
}
