package castnet.examples.segment;

import castnet.Block;
import castnet.Let;
import castnet.MaxPool;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Half the size, rounded down, and two convolutions. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Down {
    /** Channels of the output. */
    int out();

    /** The body. */
    interface Layers {
        @MaxPool(kernel = 2)
        Tensor pool();

        @DoubleConv(name = "maxpool_conv.1", out = 0)
        @Let("out = out")
        Tensor convs();
    }
}
