package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.function.ToIntFunction;

/** The forward convolutions, listed once: tests and {@link KernelBench} go over this list. */
@SuppressWarnings("ImmutableEnumChecker") // Method references.
enum ConvKernel {
    POINTWISE(
            ConvPointwise::bias,
            ConvPointwise::biasRelu,
            ConvPointwise::biasAdd,
            ConvPointwise::biasAddRelu,
            ConvPointwise::pack,
            ConvPointwise::pack,
            ConvPointwise::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1 && s.kernelHeight() == 1 && s.kernelWidth() == 1;
        }
    },
    ROWS3(
            ConvRows3::bias,
            ConvRows3::biasRelu,
            ConvRows3::biasAdd,
            ConvRows3::biasAddRelu,
            ConvRows3::pack,
            ConvRows3::pack,
            ConvRows3::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1 && s.kernelHeight() == 3 && s.dilationWidth() == 1;
        }
    },
    WINOGRAD_F2(
            ConvWinogradF2::bias,
            ConvWinogradF2::biasRelu,
            ConvWinogradF2::biasAdd,
            ConvWinogradF2::biasAddRelu,
            ConvWinogradF2::pack,
            ConvWinogradF2::pack,
            ConvWinogradF2::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return isWinograd(s, 2);
        }

        @Override
        double tolerance(ConvShape s, double magnitude, double largest) {
            return 8 * HALF_ULP * largest;
        }
    },
    WINOGRAD_F4(
            ConvWinogradF4::bias,
            ConvWinogradF4::biasRelu,
            ConvWinogradF4::biasAdd,
            ConvWinogradF4::biasAddRelu,
            ConvWinogradF4::pack,
            ConvWinogradF4::pack,
            ConvWinogradF4::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return isWinograd(s, 4);
        }

        @Override
        double tolerance(ConvShape s, double magnitude, double largest) {
            return 32 * HALF_ULP * largest;
        }
    },
    PATCHES(
            ConvPatches::bias,
            ConvPatches::biasRelu,
            ConvPatches::biasAdd,
            ConvPatches::biasAddRelu,
            ConvPatches::pack,
            ConvPatches::pack,
            ConvPatches::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1;
        }
    },
    GROUPED(
            ConvGrouped::bias,
            ConvGrouped::biasRelu,
            ConvGrouped::biasAdd,
            ConvGrouped::biasAddRelu,
            ConvGrouped::pack,
            ConvGrouped::pack,
            ConvGrouped::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return true;
        }
    },
    DEPTHWISE(
            ConvDepthwise::bias,
            ConvDepthwise::biasRelu,
            ConvDepthwise::biasAdd,
            ConvDepthwise::biasAddRelu,
            ConvDepthwise::pack,
            ConvDepthwise::pack,
            ConvDepthwise::scratchFloats) {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == s.in().channels()
                    && s.groups() == s.out().channels()
                    && s.in().channelStride() % Layout.CHANNEL_BLOCK == 0;
        }
    };

    private static final double HALF_ULP = 0x1p-24;

    private final Plain bias;
    private final Plain biasRelu;
    private final Adding biasAdd;
    private final Adding biasAddRelu;
    private final Packing packing;
    private final SharedPacking sharedPacking;
    private final ToIntFunction<ConvShape> scratch;

    /** An epilogue without a residual. */
    private interface Plain {
        void run(ConvShape s, float[] x, int xo, float[] weights, float[] bias, float[] y, int yo, int n, Worker w);
    }

    /** An epilogue that adds a residual. */
    private interface Adding {
        void run(
                ConvShape s,
                float[] x,
                int xo,
                float[] weights,
                float[] bias,
                float[] r,
                int ro,
                Layout rl,
                float[] y,
                int yo,
                int n,
                Worker w);
    }

    private interface Packing {
        float[] pack(ConvShape s, float[] oihw, int offset);
    }

    private interface SharedPacking {
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w);
    }

    /** Arguments of a call: those of the kernels' signature, the residual's included. */
    record Call(
            ConvShape s,
            float[] x,
            int xo,
            float[] weights,
            float[] bias,
            float[] r,
            int ro,
            Layout rl,
            float[] y,
            int yo,
            int n) {}

    ConvKernel(
            Plain bias,
            Plain biasRelu,
            Adding biasAdd,
            Adding biasAddRelu,
            Packing packing,
            SharedPacking sharedPacking,
            ToIntFunction<ConvShape> scratch) {
        this.bias = bias;
        this.biasRelu = biasRelu;
        this.biasAdd = biasAdd;
        this.biasAddRelu = biasAddRelu;
        this.packing = packing;
        this.sharedPacking = sharedPacking;
        this.scratch = scratch;
    }

    abstract boolean supports(ConvShape s);

    /**
     * How far a result may be from the exact one.
     *
     * @param magnitude sum of the absolute values of all terms
     * @param largest the largest such sum of the layer
     */
    double tolerance(ConvShape s, double magnitude, double largest) {
        return (ReferenceConv.terms(s) + 2) * HALF_ULP * magnitude;
    }

    int scratchFloats(ConvShape s) {
        return scratch.applyAsInt(s);
    }

    float[] pack(ConvShape s, float[] oihw, int offset) {
        return packing.pack(s, oihw, offset);
    }

    void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        sharedPacking.pack(s, oihw, offset, packed, w);
    }

    void run(Epilogue e, Call c, Worker w) {
        switch (e) {
            case BIAS -> plain(bias, c, w);
            case BIAS_RELU -> plain(biasRelu, c, w);
            case BIAS_ADD -> adding(biasAdd, c, w);
            case BIAS_ADD_RELU -> adding(biasAddRelu, c, w);
        }
    }

    private static void plain(Plain kernel, Call c, Worker w) {
        kernel.run(c.s, c.x, c.xo, c.weights, c.bias, c.y, c.yo, c.n, w);
    }

    private static void adding(Adding kernel, Call c, Worker w) {
        kernel.run(c.s, c.x, c.xo, c.weights, c.bias, c.r, c.ro, c.rl, c.y, c.yo, c.n, w);
    }

    private static boolean isWinograd(ConvShape s, int pixels) {
        return s.groups() == 1
                && s.kernelHeight() == 3
                && s.kernelWidth() == 3
                && s.strideHeight() == 1
                && s.strideWidth() == 1
                && s.dilationHeight() == 1
                && s.dilationWidth() == 1
                && s.in().channelStride() % Layout.CHANNEL_BLOCK == 0
                && s.out().height() >= pixels
                && s.out().width() >= pixels;
    }
}
