package castnet.examples.system;

import castnet.Add;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Relu;
import castnet.Tensor;
import castnet.When;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bottlenecks of DJL's ResNetV1: the stride on the first 1×1, biases on both 1×1s, and an ε of its own for the middle batch norm. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DjlBottleneck {
    /** Channels of the 3×3, a quarter of the output's. */
    int width();

    /** Stride of the first block. */
    int stride() default 1;

    /** Number of blocks. */
    int repeat() default 1;

    /** The body. */
    interface Layers {
        @Conv(bias = true)
        @Let({"out = width", "stride = first ? stride : 1"})
        @BatchNorm(epsilon = 1e-5)
        @Relu
        Tensor conv1();

        @Conv(kernel = 3)
        @Let("out = width")
        @BatchNorm(epsilon = 2e-5)
        @Relu
        Tensor conv2();

        @Conv(bias = true)
        @Let("out = 4 * width")
        @BatchNorm(epsilon = 1e-5)
        Tensor conv3();

        @When("first")
        @Conv(name = "downsample.0")
        @Let({"out = 4 * width", "stride = stride"})
        @BatchNorm(name = "downsample.1", epsilon = 1e-5)
        Tensor downsample(Tensor input);

        @Add
        @Relu
        Tensor sum(Tensor conv3, Tensor downsample);
    }
}
