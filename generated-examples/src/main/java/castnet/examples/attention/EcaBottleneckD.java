package castnet.examples.attention;

import castnet.Add;
import castnet.AvgPool;
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

/** Bottlenecks with attention along the channels before the sum; strided shortcuts pool first, as in ResNet-D. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EcaBottleneckD {
    /** Channels of the 3×3, a quarter of the output's. */
    int width();

    /** Stride of the first block. */
    int stride() default 1;

    /** Number of blocks. */
    int repeat() default 1;

    /** The body. */
    interface Layers {
        @Conv
        @Let("out = width")
        @BatchNorm
        @Relu
        Tensor conv1();

        @Conv(kernel = 3)
        @Let({"out = width", "stride = first ? stride : 1"})
        @BatchNorm
        @Relu
        Tensor conv2();

        @Conv
        @Let("out = 4 * width")
        @BatchNorm
        Tensor conv3();

        @EfficientAttention
        Tensor se();

        @When("first && stride > 1")
        @AvgPool(kernel = 2, ceilMode = true, countIncludePad = false)
        Tensor pooled(Tensor input);

        @When("first && (stride > 1 || in != 4 * width)")
        @Conv(name = "downsample.1")
        @Let("out = 4 * width")
        @BatchNorm(name = "downsample.2")
        Tensor downsample(Tensor pooled);

        @Add
        @Relu
        Tensor sum(Tensor se, Tensor downsample);
    }
}
