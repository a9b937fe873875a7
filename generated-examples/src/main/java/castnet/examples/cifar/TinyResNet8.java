package castnet.examples.cifar;

import static castnet.Padding.SAME;

import castnet.Add;
import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/**
 * ResNet-8 of MLPerf Tiny (Banbury et al. 2021): TensorFlow's SAME, which pads a strided 3×3 only behind, biases everywhere, ε = 1e-3, and
 * projections without batch norm. Reads RGB from 0 to 255.
 */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@BatchNorm(epsilon = 1e-3, momentum = 0.01)
@SuppressWarnings({"castnet:unread-activations", "castnet:redundant-bias"}) // the published network is meant
public interface TinyResNet8 {
    @Conv(out = 16, kernel = 3, padding = SAME, bias = true)
    @BatchNorm
    @Relu
    Tensor conv1();

    @Conv(name = "layer1.0.conv1", out = 16, kernel = 3, padding = SAME, bias = true)
    @BatchNorm(name = "layer1.0.bn1")
    @Relu
    Tensor first1(Tensor conv1);

    @Conv(name = "layer1.0.conv2", out = 16, kernel = 3, padding = SAME, bias = true)
    @BatchNorm(name = "layer1.0.bn2")
    Tensor second1();

    @Add
    @Relu
    Tensor layer1(Tensor second1, Tensor conv1);

    @Conv(name = "layer2.0.conv1", out = 32, kernel = 3, stride = 2, padding = SAME, bias = true)
    @BatchNorm(name = "layer2.0.bn1")
    @Relu
    Tensor first2(Tensor layer1);

    @Conv(name = "layer2.0.conv2", out = 32, kernel = 3, padding = SAME, bias = true)
    @BatchNorm(name = "layer2.0.bn2")
    Tensor second2();

    @Conv(name = "layer2.0.downsample.0", out = 32, kernel = 1, stride = 2, bias = true)
    Tensor shortcut2(Tensor layer1);

    @Add
    @Relu
    Tensor layer2(Tensor second2, Tensor shortcut2);

    @Conv(name = "layer3.0.conv1", out = 64, kernel = 3, stride = 2, padding = SAME, bias = true)
    @BatchNorm(name = "layer3.0.bn1")
    @Relu
    Tensor first3(Tensor layer2);

    @Conv(name = "layer3.0.conv2", out = 64, kernel = 3, padding = SAME, bias = true)
    @BatchNorm(name = "layer3.0.bn2")
    Tensor second3();

    @Conv(name = "layer3.0.downsample.0", out = 64, kernel = 1, stride = 2, bias = true)
    Tensor shortcut3(Tensor layer2);

    @Add
    @Relu
    Tensor layer3(Tensor second3, Tensor shortcut3);

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
