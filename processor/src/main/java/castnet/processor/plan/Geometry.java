package castnet.processor.plan;

/** What the kernels must know of a layer's tensors; becomes a constant of the generated class, shared by equal layers. */
public sealed interface Geometry {

    /** How one image lies in memory: twin of the runtime's {@code Layout}, which the processor cannot see. */
    record LayoutSpec(int channels, int height, int width, int channelStride, int top, int left, int bottom, int right)
            implements Geometry {
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
