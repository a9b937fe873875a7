package castnet.examples.segment;

import castnet.Conv;
import castnet.Flatten;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/**
 * Where in the picture is it? A small U-Net whose map has one number a pixel, the logit of the thing's being there. Flattened,
 * pixels are the classes of an ordinary cross entropy, and an image's label is row · width + column. A bias
 * of the last layer would shift all pixels alike: there is none.
 */
@Network(input = @Shape(channels = 1, height = 21, width = 19))
public interface HeatMap {
    @DoubleConv(out = 8)
    Tensor inc();

    @Down(out = 16)
    Tensor down1();

    @Down(out = 16)
    Tensor down2();

    @Up(out = 8, middle = 16)
    Tensor up1(Tensor down1, Tensor down2);

    @Up(out = 8, middle = 8)
    Tensor up2(Tensor inc, Tensor up1);

    @Conv(name = "outc.conv", out = 1)
    Tensor outc();

    @Flatten
    Tensor where();
}
