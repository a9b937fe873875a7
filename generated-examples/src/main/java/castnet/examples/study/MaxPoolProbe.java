package castnet.examples.study;

import castnet.MaxPool;
import castnet.Network;
import castnet.Tensor;

/** What a shortcut that takes the maximum does to its input, alone: the largest of every 2×2. */
@Network
public interface MaxPoolProbe extends AveragePoolProbe {
    @Override
    @MaxPool(kernel = 2, stride = 2)
    Tensor pool();
}
