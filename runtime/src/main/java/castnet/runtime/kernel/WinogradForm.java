package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/** Winograd's minimal filtering of 3×3 kernels: how many output pixels a tile has, and the transform of the weights. */
enum WinogradForm {
    /** F(2×2, 3×3): 16 products for 4 pixels of 9, points 0, ±1, ∞. */
    F2("ConvWinogradF2", 2, new double[][] {{1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}}),

    /**
     * F(4×4, 3×3): 36 products for 16 pixels of 9. With the points 0, ±√½, ±√2, ∞ errors are less than half of those with the usual
     * 0, ±1, ±2, ∞, at the same cost: the coefficients of the transforms lie closer together.
     */
    F4("ConvWinogradF4", 4, new double[][] {
        {1, 0, 0},
        {-2 / 3.0, -2 / 3.0 * Math.sqrt(0.5), -1 / 3.0},
        {-2 / 3.0, 2 / 3.0 * Math.sqrt(0.5), -1 / 3.0},
        {1 / 6.0, Math.sqrt(2) / 6, 1 / 3.0},
        {1 / 6.0, -Math.sqrt(2) / 6, 1 / 3.0},
        {0, 0, 1}
    });

    /** Class of the kernel. */
    final String kernel;

    /** Rows and columns of output pixels of a tile. */
    final int outputs;

    /** Rows and columns of input pixels of a tile. */
    final int inputs;

    /** Matrix products. */
    final int positions;

    @SuppressWarnings("ImmutableEnumChecker") // Never written.
    private final double[][] g;

    WinogradForm(String kernel, int outputs, double[][] g) {
        this.kernel = kernel;
        this.outputs = outputs;
        this.inputs = outputs + 2;
        this.positions = inputs * inputs;
        this.g = g;
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

    /**
     * {@code G g Gᵀ} of the kernel {@code g} that begins at {@code from}, position by position, {@code step} floats apart.
     */
    void transform(float[] oihw, int from, float[] packed, int to, int step) {
        for (int position = 0; position < positions; position++) {
            double[] rows = g[position / inputs];
            double[] columns = g[position % inputs];
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    sum += rows[i] * columns[j] * oihw[from + 3 * i + j];
                }
            }
            packed[to + position * step] = (float) sum;
        }
    }
}
