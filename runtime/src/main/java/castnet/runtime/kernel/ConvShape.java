package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Everything that a convolution kernel must know of one layer, per image. Output pixel {@code (y, x)} reads input pixels
 * {@code (y*strideHeight - padTop + i*dilationHeight, x*strideWidth - padLeft + j*dilationWidth)} for
 * {@code 0 <= i < kernelHeight}, {@code 0 <= j < kernelWidth}; the input's halo is wide enough for all of them.
 *
 * <p>A fully connected layer over a {@code C×H×W} map is the convolution whose kernel is {@code H×W} without padding: its
 * weight {@code [O][C*H*W]} has the same order as OIHW.
 *
 * @param in layout of the input
 * @param out layout of the output
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight rows of the input from one output row to the next
 * @param strideWidth columns of the input from one output column to the next
 * @param padTop rows of zeros that the first window starts above the input
 * @param padLeft columns of zeros that the first window starts left of the input
 * @param dilationHeight rows of the input from one kernel row to the next
 * @param dilationWidth columns of the input from one kernel column to the next
 * @param groups output channel {@code o} reads input channels of group {@code o / (out.channels / groups)} only
 */
public record ConvShape(
        Layout in,
        Layout out,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padTop,
        int padLeft,
        int dilationHeight,
        int dilationWidth,
        int groups) {

    public ConvShape {
        if (in.channels() % groups != 0 || out.channels() % groups != 0) {
            throw new IllegalArgumentException("%d input and %d output channels are not divisible by %d groups"
                    .formatted(in.channels(), out.channels(), groups));
        }
        int lastRow = (out.height() - 1) * strideHeight - padTop + (kernelHeight - 1) * dilationHeight;
        int lastColumn = (out.width() - 1) * strideWidth - padLeft + (kernelWidth - 1) * dilationWidth;
        if (in.top() < padTop
                || in.left() < padLeft
                || lastRow >= in.height() + in.bottom()
                || lastColumn >= in.width() + in.right()) {
            throw new IllegalArgumentException(
                    "the halo of %s is too small for padding %d, %d and last input pixel (%d, %d)"
                            .formatted(in, padTop, padLeft, lastRow, lastColumn));
        }
    }
}
