package castnet.examples.classic;

import castnet.Flatten;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** A multi-layer perceptron 784-128-10 for 28×28 digits. */
@Network(input = @Shape(channels = 1, height = 28, width = 28))
public interface Mlp {
    @Flatten
    @Linear(out = 128)
    @Relu
    Tensor fc1();

    @Linear(out = 10)
    Tensor fc2();
}
