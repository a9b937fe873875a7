package castnet.examples.dense;

import castnet.BatchNorm;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Tensor;

/** DenseNet-121 (Huang et al. 2017) as in torchvision. */
@Network(input = @Shape(channels = 3, height = 224, width = 224))
public interface DenseNet121 {
    @Conv(name = "features.conv0", out = 64, kernel = 7, stride = 2)
    @BatchNorm(name = "features.norm0")
    @Relu
    @MaxPool(kernel = 3, stride = 2)
    Tensor stem();

    @DenseBlock(name = "features.denseblock1.denselayer{1}", repeat = 6)
    Tensor dense1();

    @Transition(name = "features.transition1")
    Tensor transition1();

    @DenseBlock(name = "features.denseblock2.denselayer{1}", repeat = 12)
    Tensor dense2();

    @Transition(name = "features.transition2")
    Tensor transition2();

    @DenseBlock(name = "features.denseblock3.denselayer{1}", repeat = 24)
    Tensor dense3();

    @Transition(name = "features.transition3")
    Tensor transition3();

    @DenseBlock(name = "features.denseblock4.denselayer{1}", repeat = 16)
    Tensor dense4();

    @BatchNorm(name = "features.norm5")
    @Relu
    @GlobalAvgPool
    Tensor head();

    @Linear(out = 1000)
    Tensor classifier();
}
