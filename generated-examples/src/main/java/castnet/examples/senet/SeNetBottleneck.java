package castnet.examples.senet;

import castnet.Add;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Relu;
import castnet.Tensor;
import castnet.When;
import castnet.examples.squeeze.SqueezeExcite;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** SENet-154's bottlenecks: the first 1×1 has half of the 3×3's channels, which are in 64 groups; strided shortcuts are 3×3. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SeNetBottleneck {
    /** A quarter of the output's channels. */
    int width();

    /** Stride of the first block. */
    int stride() default 1;

    /** Number of blocks. */
    int repeat() default 1;

    /** The body. */
    interface Layers {
        @Conv
        @Let("out = 2 * width")
        @BatchNorm
        @Relu
        Tensor conv1();

        @Conv(kernel = 3, groups = 64)
        @Let({"out = 4 * width", "stride = first ? stride : 1"})
        @BatchNorm
        @Relu
        Tensor conv2();

        @Conv
        @Let("out = 4 * width")
        @BatchNorm
        Tensor conv3();

        @SqueezeExcite(name = "se_module")
        Tensor se();

        @When("first && (stride > 1 || in != 4 * width)")
        @Conv(name = "downsample.0")
        @Let({"out = 4 * width", "stride = stride", "kernel = stride > 1 ? 3 : 1"})
        @BatchNorm(name = "downsample.1")
        Tensor downsample(Tensor input);

        @Add
        @Relu
        Tensor sum(Tensor se, Tensor downsample);
    }
}
