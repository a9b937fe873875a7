package castnet.runtime.gpu;

/**
 * The network's input or output in the arena: float, NCHW, dense, image after image. Whatever the kernels use inside, they
 * convert themselves.
 *
 * @param offset bytes, to be multiplied by the batch; a multiple of {@value GpuProgram#ALIGNMENT}
 * @param channels values per pixel
 * @param height rows
 * @param width columns
 */
public record GpuTensor(long offset, int channels, int height, int width) {
    public GpuTensor {
        GpuProgram.requireOffset(offset);
        if (channels < 1 || height < 1 || width < 1 || (long) channels * height > Integer.MAX_VALUE / width) {
            throw new IllegalArgumentException("%d×%d×%d is no shape".formatted(channels, height, width));
        }
    }

    /** Floats of one image. */
    public int floats() {
        return channels * height * width;
    }
}
