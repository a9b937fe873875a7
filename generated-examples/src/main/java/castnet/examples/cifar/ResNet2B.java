package castnet.examples.cifar;

import castnet.Add;
import castnet.Conv;
import castnet.Flatten;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** ResNet-2B of VNN-COMP 2021 (alpha-beta-CROWN): two blocks, biases, no batch norm. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@SuppressWarnings("castnet:unread-activations") // the published network is meant
public interface ResNet2B {
    @Conv(out = 8, kernel = 3, stride = 2, bias = true)
    @Relu
    Tensor conv1();

    @Conv(name = "layer1.0.conv1", out = 16, kernel = 3, stride = 2, bias = true)
    @Relu
    Tensor first1(Tensor conv1);

    @Conv(name = "layer1.0.conv2", out = 16, kernel = 3, bias = true)
    Tensor second1();

    @Conv(name = "layer1.0.downsample.0", out = 16, kernel = 1, stride = 2, bias = true)
    Tensor shortcut1(Tensor conv1);

    @Add
    @Relu
    Tensor block1(Tensor second1, Tensor shortcut1);

    @Conv(name = "layer1.1.conv1", out = 16, kernel = 3, bias = true)
    @Relu
    Tensor first2(Tensor block1);

    @Conv(name = "layer1.1.conv2", out = 16, kernel = 3, bias = true)
    Tensor second2();

    @Add
    @Relu
    Tensor block2(Tensor second2, Tensor block1);

    @Flatten
    Tensor flatten();

    @Linear(out = 100)
    @Relu
    Tensor fc1();

    @Linear(out = 10)
    Tensor fc2();
}
