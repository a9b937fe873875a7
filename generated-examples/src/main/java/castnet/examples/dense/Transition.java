package castnet.examples.dense;

import castnet.AvgPool;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Relu;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Between dense blocks: half of the channels, half of the size. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Transition {
    /** What the keys begin with. */
    String name();

    /** The body. */
    interface Layers {
        @BatchNorm
        @Relu
        Tensor norm();

        @Conv
        @Let("out = in / 2")
        Tensor conv();

        @AvgPool(kernel = 2)
        Tensor pool();
    }
}
