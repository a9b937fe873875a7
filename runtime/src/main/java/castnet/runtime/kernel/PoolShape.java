package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Everything that a pooling kernel must know of one layer, per image. The output's size already has ceil mode in it; windows
 * may reach beyond the input and are clipped, so that no halo is needed.
 *
 * @param padTop cells of padding above; likewise left, below and right
 */
public record PoolShape(
        Layout in,
        Layout out,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padTop,
        int padLeft,
        int padBottom,
        int padRight,
        int dilationHeight,
        int dilationWidth) {

    /** First input row of a window, below 0 in the padding. */
    int row(int outputRow) {
        return outputRow * strideHeight - padTop;
    }

    /** First input column of a window, below 0 in the padding. */
    int column(int outputColumn) {
        return outputColumn * strideWidth - padLeft;
    }

    /**
     * Cells that an average is divided by: with the padding, but never with what ceil mode adds beyond it (PyTorch's rule).
     */
    int divisor(int row, int column, boolean countIncludePad) {
        int bottom = Math.min(row + kernelHeight, in.height() + padBottom);
        int right = Math.min(column + kernelWidth, in.width() + padRight);
        if (countIncludePad) {
            return (bottom - row) * (right - column);
        }
        return (Math.min(bottom, in.height()) - Math.max(row, 0)) * (Math.min(right, in.width()) - Math.max(column, 0));
    }
}
