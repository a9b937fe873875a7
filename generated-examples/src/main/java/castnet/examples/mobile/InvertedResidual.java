package castnet.examples.mobile;

import static castnet.Function.RELU6;

import castnet.Activation;
import castnet.Add;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Tensor;
import castnet.When;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Blocks of Sandler et al. 2018: 1×1 that widens, depthwise 3×3, 1×1 that narrows; the sum with the input where shapes agree.
 * Only the first has the stride. Keys of a block are torchvision's: {@code conv.0.0.weight} to {@code conv.3.bias}.
 */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface InvertedResidual {
    /** What the keys begin with; the first block's index in braces. */
    String name();

    /** Output channels. */
    int out();

    /** Channels between the 1×1 convolutions per input channel. */
    int expand() default 6;

    /** Stride of the first block. */
    int stride() default 1;

    /** Number of blocks. */
    int repeat() default 1;

    /** The body. */
    interface Layers {
        @Conv(name = "conv.0.0")
        @Let("out = in * expand")
        @BatchNorm(name = "conv.0.1")
        @Activation(RELU6)
        Tensor expand();

        @Conv(name = "conv.1.0", kernel = 3)
        @Let({"out = in * expand", "groups = in * expand", "stride = first ? stride : 1"})
        @BatchNorm(name = "conv.1.1")
        @Activation(RELU6)
        Tensor depthwise();

        @Conv(name = "conv.2")
        @Let("out = out")
        @BatchNorm(name = "conv.3")
        Tensor project();

        @When("in == out && (stride == 1 || !first)")
        @Add
        Tensor sum(Tensor input, Tensor project);
    }
}
