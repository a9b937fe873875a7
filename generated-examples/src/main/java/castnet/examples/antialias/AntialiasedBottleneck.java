package castnet.examples.antialias;

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

/** Bottlenecks that shrink behind the 3×3, by a mean of 2×2 or by a blur. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface AntialiasedBottleneck {
    /** Channels of the 3×3, a quarter of the output's. */
    int width();

    /** Stride of the first block. */
    int stride() default 1;

    /** Whether they blur. */
    boolean blur() default false;

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
        @Let("out = width")
        @BatchNorm
        @Relu
        Tensor conv2();

        @When("first && stride > 1 && !blur")
        @AvgPool(kernel = 2)
        Tensor mean();

        @When("first && stride > 1 && blur")
        @BlurPool
        Tensor blurred();

        @Conv
        @Let("out = 4 * width")
        @BatchNorm
        Tensor conv3();

        @When("first && (stride > 1 || in != 4 * width)")
        @Conv(name = "downsample.0")
        @Let({"out = 4 * width", "stride = stride"})
        @BatchNorm(name = "downsample.1")
        Tensor downsample(Tensor input);

        @Add
        @Relu
        Tensor sum(Tensor conv3, Tensor downsample);
    }
}
