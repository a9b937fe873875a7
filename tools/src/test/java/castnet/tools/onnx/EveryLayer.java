package castnet.tools.onnx;

import castnet.Activation;
import castnet.Add;
import castnet.AvgPool;
import castnet.BatchNorm;
import castnet.Concat;
import castnet.Conv;
import castnet.Dropout;
import castnet.Flatten;
import castnet.Function;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** All that goes to ONNX and back, with odd sizes and paddings. */
@SuppressWarnings({"castnet:unread-activations", "castnet:unread-border"})
@BatchNorm(epsilon = 1e-3)
@Network(input = @Shape(channels = 3, height = 23, width = 19))
public interface EveryLayer {
    @Conv(
            out = 8,
            kernel = {3, 5},
            stride = {2, 1},
            pad = {0, 1, 2, 3})
    @BatchNorm
    @Relu
    Tensor conv1();

    @MaxPool(kernel = 3, stride = 2, ceilMode = true)
    Tensor pool();

    @Conv(name = "stage.0.conv", out = 8, kernel = 3, groups = 4)
    @BatchNorm(name = "stage.0.norm", epsilon = 1e-5)
    @Activation(Function.RELU6)
    Tensor left(Tensor pool);

    @Conv(out = 8, kernel = 3, dilation = 2)
    @Activation(Function.SILU)
    Tensor right(Tensor pool);

    @Add
    @Activation(value = Function.LEAKY_RELU, alpha = 0.125)
    Tensor sum(Tensor left, Tensor right);

    @Concat
    Tensor join(Tensor sum, Tensor pool);

    @BatchNorm
    @Activation(Function.HARD_SWISH)
    Tensor norm();

    @AvgPool(
            kernel = 3,
            stride = 2,
            pad = {1, 0},
            countIncludePad = false)
    Tensor average();

    @Conv(out = 5, bias = true)
    @Activation(Function.HARD_SIGMOID)
    Tensor reduce();

    @GlobalAvgPool
    Tensor mean(Tensor reduce);

    @Flatten
    @Dropout(0.25)
    @Linear(out = 5)
    @Activation(Function.ELU)
    Tensor row(Tensor reduce);

    @Add
    Tensor both(Tensor mean, Tensor row);

    @Linear(out = 4, bias = false)
    @Activation(Function.TANH)
    Tensor head();

    @Linear(out = 3)
    @Activation(Function.SOFTPLUS)
    Tensor fc();
}
