package castnet.processor.plan;

import castnet.processor.graph.TensorShape;

/** What the kernels must know of a layer's tensors; becomes a constant of the generated class, shared by equal layers. */
public sealed interface Geometry {

    /** How one image lies in memory: twin of the runtime's {@code Layout}, which the processor cannot see. */
    record LayoutSpec(int channels, int height, int width, int channelStride, int top, int left, int bottom, int right)
            implements Geometry {
        /** Channels of tensors that kernels write are padded to a multiple of this, as the runtime's layouts are. */
        static final int CHANNEL_BLOCK = 16;

        static LayoutSpec blocked(TensorShape shape, Halo halo) {
            return new LayoutSpec(
                    shape.channels(),
                    shape.height(),
                    shape.width(),
                    roundUp(shape.channels()),
                    halo.top(),
                    halo.left(),
                    halo.bottom(),
                    halo.right());
        }

        static LayoutSpec dense(TensorShape shape, Halo halo) {
            return new LayoutSpec(
                    shape.channels(),
                    shape.height(),
                    shape.width(),
                    shape.channels(),
                    halo.top(),
                    halo.left(),
                    halo.bottom(),
                    halo.right());
        }

        static int roundUp(int channels) {
            return Math.ceilDiv(channels, CHANNEL_BLOCK) * CHANNEL_BLOCK;
        }

        Halo halo() {
            return new Halo(top, left, bottom, right);
        }

        /** Whether two tensors differ in their halos at most, so that one layout serves both. */
        boolean canShare(LayoutSpec other) {
            return withHalo(Halo.NONE).equals(other.withHalo(Halo.NONE));
        }

        LayoutSpec withHalo(Halo halo) {
            return new LayoutSpec(
                    channels, height, width, channelStride, halo.top(), halo.left(), halo.bottom(), halo.right());
        }

        /** Floats of one image, halo included. */
        public long imageFloats() {
            return (long) (top + height + bottom) * (left + width + right) * channelStride;
        }
    }

    /** Twin of the runtime's {@code ConvShape}. */
    record ConvSpec(
            LayoutSpec in,
            LayoutSpec out,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int padTop,
            int padLeft,
            int dilationHeight,
            int dilationWidth,
            int groups)
            implements Geometry {}

    /** Twin of the runtime's {@code PoolShape}. */
    record PoolSpec(
            LayoutSpec in,
            LayoutSpec out,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int padTop,
            int padLeft,
            int padBottom,
            int padRight,
            int dilationHeight,
            int dilationWidth)
            implements Geometry {}
}
