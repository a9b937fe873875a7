package castnet.examples.study;

import castnet.AvgPool;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/** What a shortcut that averages does to its input, alone: the mean of every 2×2. */
@Network(input = @Shape(channels = 4, height = 12, width = 12))
public interface AveragePoolProbe {
    @AvgPool(kernel = 2, stride = 2)
    Tensor pool();
}
