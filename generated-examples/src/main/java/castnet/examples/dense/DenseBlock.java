package castnet.examples.dense;

import castnet.BatchNorm;
import castnet.Block;
import castnet.Concat;
import castnet.Conv;
import castnet.Let;
import castnet.Relu;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Dense layers (Huang et al. 2017, "B"): each adds {@link #growth()} channels to all that came before. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DenseBlock {
    /** What the keys begin with; the first layer's index in braces. */
    String name();

    /** Channels that each layer adds. */
    int growth() default 32;

    /** Number of layers. */
    int repeat();

    /** The body. */
    interface Layers {
        @BatchNorm
        @Relu
        Tensor norm1();

        @Conv
        @Let("out = 4 * growth")
        Tensor conv1();

        @BatchNorm
        @Relu
        Tensor norm2();

        @Conv(kernel = 3)
        @Let("out = growth")
        Tensor conv2();

        @Concat
        Tensor all(Tensor input, Tensor conv2);
    }
}
