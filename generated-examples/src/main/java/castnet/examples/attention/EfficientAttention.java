package castnet.examples.attention;

import static castnet.Function.SIGMOID;

import castnet.Activation;
import castnet.Block;
import castnet.Conv;
import castnet.Flatten;
import castnet.GlobalAvgPool;
import castnet.Multiply;
import castnet.Reshape;
import castnet.Tensor;
import castnet.When;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Weighs channels by what their neighbours say on average: a convolution along the channels, whose length grows with their number, the odd
 * number at or above ⌊(log₂ C + 1)/2⌋, as in timm.
 */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EfficientAttention {
    /** The body. */
    interface Layers {
        @GlobalAvgPool
        @Reshape(channels = 1, width = 1)
        Tensor squeeze();

        @When("in < 128")
        @Conv(
                name = "conv",
                out = 1,
                kernel = {3, 1})
        Tensor conv3();

        @When("in >= 128 && in < 2048")
        @Conv(
                name = "conv",
                out = 1,
                kernel = {5, 1})
        Tensor conv5();

        @When("in >= 2048")
        @Conv(
                name = "conv",
                out = 1,
                kernel = {7, 1})
        Tensor conv7();

        @Activation(SIGMOID)
        @Flatten
        Tensor gate();

        @Multiply
        Tensor scale(Tensor input, Tensor gate);
    }
}
