package castnet.examples.classic;

import static castnet.Padding.NONE;

import castnet.Activation;
import castnet.AvgPool;
import castnet.Conv;
import castnet.Flatten;
import castnet.Function;
import castnet.Linear;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/** LeNet-5 (LeCun et al. 1998) for 28×28 digits, in the form that is taught today: tanh, average pools, a softmax at the end. */
@Network(input = @Shape(channels = 1, height = 28, width = 28))
public interface LeNet5 {
    @Conv(out = 6, kernel = 5, bias = true)
    @Activation(Function.TANH)
    Tensor conv1();

    @AvgPool(kernel = 2)
    Tensor pool1();

    @Conv(out = 16, kernel = 5, padding = NONE, bias = true)
    @Activation(Function.TANH)
    Tensor conv2();

    @AvgPool(kernel = 2)
    @Flatten
    Tensor pool2();

    @Linear(out = 120)
    @Activation(Function.TANH)
    Tensor fc1();

    @Linear(out = 84)
    @Activation(Function.TANH)
    Tensor fc2();

    @Linear(out = 10)
    Tensor fc3();
}
