package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/** The forward convolutions, listed once: tests and {@link KernelBench} go over this list. */
enum ConvKernel {
    POINTWISE {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1 && s.kernelHeight() == 1 && s.kernelWidth() == 1;
        }

        @Override
        int scratchFloats(ConvShape s) {
            return ConvPointwise.scratchFloats(s);
        }

        @Override
        float[] pack(ConvShape s, float[] oihw, int offset) {
            return ConvPointwise.pack(s, oihw, offset);
        }

        @Override
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
            ConvPointwise.pack(s, oihw, offset, packed, w);
        }

        @Override
        void run(Epilogue e, Call c, Worker w) {
            switch (e) {
                case BIAS -> ConvPointwise.bias(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_RELU ->
                    ConvPointwise.biasRelu(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_ADD ->
                    ConvPointwise.biasAdd(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
                case BIAS_ADD_RELU ->
                    ConvPointwise.biasAddRelu(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
            }
        }
    },
    ROWS3 {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1 && s.kernelHeight() == 3 && s.dilationWidth() == 1;
        }

        @Override
        int scratchFloats(ConvShape s) {
            return ConvRows3.scratchFloats(s);
        }

        @Override
        float[] pack(ConvShape s, float[] oihw, int offset) {
            return ConvRows3.pack(s, oihw, offset);
        }

        @Override
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
            ConvRows3.pack(s, oihw, offset, packed, w);
        }

        @Override
        void run(Epilogue e, Call c, Worker w) {
            switch (e) {
                case BIAS -> ConvRows3.bias(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_RELU ->
                    ConvRows3.biasRelu(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_ADD ->
                    ConvRows3.biasAdd(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
                case BIAS_ADD_RELU ->
                    ConvRows3.biasAddRelu(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
            }
        }
    },
    PATCHES {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == 1;
        }

        @Override
        int scratchFloats(ConvShape s) {
            return ConvPatches.scratchFloats(s);
        }

        @Override
        float[] pack(ConvShape s, float[] oihw, int offset) {
            return ConvPatches.pack(s, oihw, offset);
        }

        @Override
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
            ConvPatches.pack(s, oihw, offset, packed, w);
        }

        @Override
        void run(Epilogue e, Call c, Worker w) {
            switch (e) {
                case BIAS -> ConvPatches.bias(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_RELU ->
                    ConvPatches.biasRelu(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_ADD ->
                    ConvPatches.biasAdd(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
                case BIAS_ADD_RELU ->
                    ConvPatches.biasAddRelu(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
            }
        }
    },
    GROUPED {
        @Override
        boolean supports(ConvShape s) {
            return true;
        }

        @Override
        int scratchFloats(ConvShape s) {
            return ConvGrouped.scratchFloats(s);
        }

        @Override
        float[] pack(ConvShape s, float[] oihw, int offset) {
            return ConvGrouped.pack(s, oihw, offset);
        }

        @Override
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
            ConvGrouped.pack(s, oihw, offset, packed, w);
        }

        @Override
        void run(Epilogue e, Call c, Worker w) {
            switch (e) {
                case BIAS -> ConvGrouped.bias(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_RELU ->
                    ConvGrouped.biasRelu(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_ADD ->
                    ConvGrouped.biasAdd(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
                case BIAS_ADD_RELU ->
                    ConvGrouped.biasAddRelu(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
            }
        }
    },
    DEPTHWISE {
        @Override
        boolean supports(ConvShape s) {
            return s.groups() == s.in().channels()
                    && s.groups() == s.out().channels()
                    && s.in().channelStride() % Layout.CHANNEL_BLOCK == 0;
        }

        @Override
        int scratchFloats(ConvShape s) {
            return ConvDepthwise.scratchFloats(s);
        }

        @Override
        float[] pack(ConvShape s, float[] oihw, int offset) {
            return ConvDepthwise.pack(s, oihw, offset);
        }

        @Override
        void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
            ConvDepthwise.pack(s, oihw, offset, packed, w);
        }

        @Override
        void run(Epilogue e, Call c, Worker w) {
            switch (e) {
                case BIAS -> ConvDepthwise.bias(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_RELU ->
                    ConvDepthwise.biasRelu(c.s(), c.x(), c.xo(), c.weights(), c.bias(), c.y(), c.yo(), c.n(), w);
                case BIAS_ADD ->
                    ConvDepthwise.biasAdd(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
                case BIAS_ADD_RELU ->
                    ConvDepthwise.biasAddRelu(
                            c.s(),
                            c.x(),
                            c.xo(),
                            c.weights(),
                            c.bias(),
                            c.r(),
                            c.ro(),
                            c.rl(),
                            c.y(),
                            c.yo(),
                            c.n(),
                            w);
            }
        }
    };

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

    abstract boolean supports(ConvShape s);

    abstract int scratchFloats(ConvShape s);

    abstract float[] pack(ConvShape s, float[] oihw, int offset);

    abstract void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w);

    abstract void run(Epilogue e, Call c, Worker w);
}
