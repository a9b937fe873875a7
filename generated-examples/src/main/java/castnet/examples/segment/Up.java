package castnet.examples.segment;

import castnet.Block;
import castnet.Concat;
import castnet.Let;
import castnet.Pad;
import castnet.Tensor;
import castnet.Upsample;
import castnet.When;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Joins what the encoder had at this size (the first input) with twice the size of what lies below (the second), and convolves
 * both. Where halving had left a row or column over, zeros stand for it.
 */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Up {
    /** Channels of the output. */
    int out();

    /** Channels between the two convolutions. */
    int middle();

    /** The body. */
    interface Layers {
        @Upsample(mode = Upsample.Mode.BILINEAR)
        Tensor up(Tensor input2);

        @When("inHeight % 2 != 0")
        @Pad({0, 0, 1, 0})
        Tensor row(Tensor up);

        @When("inWidth % 2 != 0")
        @Pad({0, 0, 0, 1})
        Tensor column(Tensor row);

        @Concat
        Tensor join(Tensor input, Tensor column);

        @DoubleConv(name = "conv", out = 0)
        @Let({"out = out", "middle = middle"})
        Tensor convs();
    }
}
