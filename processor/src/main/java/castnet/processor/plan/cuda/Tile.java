package castnet.processor.plan.cuda;

/**
 * How a block of threads computes a part of a convolution as a product of matrices, pixels × channels.
 *
 * @param pixels of the output, per block
 * @param channels of the output, per block
 * @param depth products (taps × input channels) that lie in shared memory at a time
 * @param threadPixels of the output, per thread
 * @param threadChannels of the output, per thread
 */
public record Tile(int pixels, int channels, int depth, int threadPixels, int threadChannels) {
    private static final int MANY_PIXELS = 1024;

    /** The tile for an output of so many pixels and channels (of one group), each the sum of so many products. */
    static Tile of(int pixels, int channels, int products) {
        int blockPixels = pixels >= MANY_PIXELS ? 128 : pixels > 32 ? 64 : pixels > 16 ? 32 : 16;
        int blockChannels = channels > 32 ? 64 : channels > 16 ? 32 : 16;
        return new Tile(
                blockPixels,
                blockChannels,
                products > 8 ? 16 : 8,
                blockPixels == 128 ? 8 : blockPixels == 16 ? 2 : 4,
                blockChannels == 16 ? 2 : 4);
    }

    /** The tile for tensor cores: a warp has 32 pixels × 32 channels. */
    static Tile tensor(int pixels, int channels) {
        int blockPixels = pixels >= MANY_PIXELS ? 128 : pixels > 32 ? 64 : 32;
        return new Tile(blockPixels, channels > 32 ? 64 : 32, 16, 8, 4);
    }

    /** Threads of a block. */
    public int threads() {
        return pixels / threadPixels * (channels / threadChannels);
    }
}
