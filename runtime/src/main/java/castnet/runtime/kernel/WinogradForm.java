package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/** Winograd's minimal filtering of 3×3 kernels: how many pixels a tile has, and which convolutions there are. */
enum WinogradForm {
    /** F(2×2, 3×3): 16 products for 4 pixels of 9, points 0, ±1, ∞. */
    F2("ConvWinogradF2", 2),

    /**
     * F(4×4, 3×3): 36 products for 16 pixels of 9. With the points 0, ±√½, ±√2, ∞ the largest errors are a fifth of those with the usual
     * 0, ±1, ±2, ∞, at the same cost: the coefficients of the transforms lie closer together.
     */
    F4("ConvWinogradF4", 4);

    /** Class of the kernel. */
    final String kernel;

    /** Rows and columns of output pixels of a tile. */
    final int outputs;

    /** Rows and columns of input pixels of a tile. */
    final int inputs;

    /** Matrix products. */
    final int positions;

    WinogradForm(String kernel, int outputs) {
        this.kernel = kernel;
        this.outputs = outputs;
        this.inputs = outputs + 2;
        this.positions = inputs * inputs;
    }

    /** Whether a convolution can be computed so. */
    boolean supports(ConvShape s) {
        return s.kernelHeight() == 3
                && s.kernelWidth() == 3
                && s.strideHeight() == 1
                && s.strideWidth() == 1
                && s.dilationHeight() == 1
                && s.dilationWidth() == 1
                && s.groups() == 1
                && s.in().channelStride() % Layout.CHANNEL_BLOCK == 0
                && s.out().height() >= outputs
                && s.out().width() >= outputs;
    }

    /** Fails for a shape of another kernel. */
    void require(ConvShape s) {
        if (!supports(s)) {
            throw new IllegalArgumentException(
                    "%s computes 3×3 convolutions of stride 1, dilation 1, one group, with an input channel stride that is a multiple of %d and at least %d×%d output pixels, found %s"
                            .formatted(kernel, Layout.CHANNEL_BLOCK, outputs, outputs, s));
        }
    }
}
