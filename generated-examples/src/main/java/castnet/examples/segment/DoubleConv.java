package castnet.examples.segment;

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

/** Two 3×3 convolutions, each with batch norm and ReLU. The size stays. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface DoubleConv {
    /** Channels of the output. */
    int out();

    /** Channels between the two; 0 for those of the output. */
    int middle() default 0;

    /** Prefix of the keys. */
    String name() default "";

    /** The body. */
    interface Layers {
        @Conv(name = "double_conv.0", kernel = 3)
        @Let("out = middle > 0 ? middle : out")
        @BatchNorm(name = "double_conv.1")
        @Relu
        Tensor conv1();

        @Conv(name = "double_conv.3", kernel = 3)
        @Let("out = out")
        @BatchNorm(name = "double_conv.4")
        @Relu
        Tensor conv2();
    }
}
