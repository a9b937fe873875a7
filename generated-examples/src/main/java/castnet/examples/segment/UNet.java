package castnet.examples.segment;

import castnet.Conv;
import castnet.Network;
import castnet.Shape;
import castnet.Tensor;

/**
 * U-Net (Ronneberger et al. 2015) with bilinear upsampling and batch norm, under the names of milesial's Pytorch-UNet: of each pixel
 * the logits of two classes. Pixels between others lie as in PyTorch's {@code align_corners=False}; milesial's has {@code True}.
 */
@Network(input = @Shape(channels = 3, height = 96, width = 96))
public interface UNet {
    @DoubleConv(out = 64)
    Tensor inc();

    @Down(out = 128)
    Tensor down1();

    @Down(out = 256)
    Tensor down2();

    @Down(out = 512)
    Tensor down3();

    @Down(out = 512)
    Tensor down4();

    @Up(out = 256, middle = 512)
    Tensor up1(Tensor down3, Tensor down4);

    @Up(out = 128, middle = 256)
    Tensor up2(Tensor down2, Tensor up1);

    @Up(out = 64, middle = 128)
    Tensor up3(Tensor down1, Tensor up2);

    @Up(out = 64, middle = 64)
    Tensor up4(Tensor inc, Tensor up3);

    @Conv(name = "outc.conv", out = 2, bias = true)
    Tensor outc();
}
