package castnet.examples.squeeze;

import static castnet.Function.SIGMOID;

import castnet.Activation;
import castnet.Block;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Let;
import castnet.Multiply;
import castnet.Relu;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Weighs channels by what all of them say on average (Hu et al. 2018). Shape stays. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SqueezeExcite {
    /** Channels per channel in between. */
    int reduction() default 16;

    /** What its keys begin with, if not the method's name. */
    String name() default "";

    /** The body. */
    interface Layers {
        @GlobalAvgPool
        Tensor squeeze();

        @Conv(bias = true)
        @Let("out = max(in / reduction, 1)")
        @Relu
        Tensor fc1();

        @Conv(bias = true)
        @Let("out = in")
        @Activation(SIGMOID)
        Tensor fc2();

        @Multiply
        Tensor scale(Tensor input, Tensor fc2);
    }
}
