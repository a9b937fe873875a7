package castnet.examples.system;

import static castnet.Padding.NONE;

import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Flatten;
import castnet.MaxPool;
import castnet.Network;
import castnet.Tensor;

/**
 * ResNet-50 of DL4J's zoo, as its code has it: the first stage strides, too, and the layer called avgpool is a maximum (issue 8981 there), so
 * that it does a third of the work of others, on maps of 4×4 at the end. It ends with a softmax, this with the logits.
 */
@Network
@BatchNorm(epsilon = 1e-5, momentum = 0.1)
@SuppressWarnings({"castnet:unread-activations", "castnet:unread-border", "castnet:redundant-bias"
}) // the published network is meant
public interface Dl4jResNet50 extends KerasResNet50 {
    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE)
    Tensor maxpool();

    @Override
    @Bottleneck(width = 64, repeat = 3, stride = 2)
    Tensor layer1();

    @Override
    @MaxPool(kernel = 3, stride = 2, padding = NONE)
    @Flatten
    Tensor avgpool();
}
