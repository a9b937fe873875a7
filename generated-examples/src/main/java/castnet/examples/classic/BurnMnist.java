package castnet.examples.classic;

import static castnet.Padding.NONE;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.Flatten;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** The MNIST network that burn publishes with its weights: three 3×3 without padding, batch norm behind the last ReLU and behind the logits. */
@Network(input = @Shape(channels = 1, height = 28, width = 28))
public interface BurnMnist {
    @Conv(out = 8, kernel = 3, padding = NONE, bias = true)
    @Relu
    Tensor conv1();

    @Conv(out = 16, kernel = 3, padding = NONE, bias = true)
    @Relu
    Tensor conv2();

    @Conv(out = 24, kernel = 3, padding = NONE, bias = true)
    @Relu
    Tensor conv3();

    @BatchNorm
    Tensor norm1();

    @Flatten
    Tensor flatten();

    @Linear(out = 32)
    @Relu
    Tensor fc1();

    @SuppressWarnings("castnet:redundant-bias") // the published network is meant
    @Linear(out = 10)
    Tensor fc2();

    @BatchNorm
    Tensor norm2();
}
