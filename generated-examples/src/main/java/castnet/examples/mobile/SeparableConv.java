package castnet.examples.mobile;

import static castnet.Function.RELU6;

import castnet.Activation;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A depthwise 3×3 and a 1×1: MobileNetV2's first block, which widens nothing and adds nothing. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SeparableConv {
    /** What the keys begin with. */
    String name();

    /** Output channels. */
    int out();

    /** The body. */
    interface Layers {
        @Conv(name = "conv.0.0", kernel = 3)
        @Let({"out = in", "groups = in"})
        @BatchNorm(name = "conv.0.1")
        @Activation(RELU6)
        Tensor depthwise();

        @Conv(name = "conv.1")
        @Let("out = out")
        @BatchNorm(name = "conv.2")
        Tensor project();
    }
}
