package castnet.processor.plan;

import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/**
 * How long a 3×3 convolution takes on one thread, in nanoseconds per image, directly and through Winograd's transforms. The
 * constants are a fit of measured times ({@code docs/kernels.md}); only their ratios matter for a choice.
 *
 * @param images images that one call computes
 * @param weight nanoseconds that a packed weight takes, once for all images
 */
record ConvolutionCost(int images, double weight) {
    /** One channel of a register tile, six pixels by sixteen output channels. */
    private static final double CHANNEL = 1.8;

    /** Entering and leaving a register tile. */
    private static final double TILE = 25;

    /** A float of input or product that is transformed. */
    private static final double TRANSFORM = 0.15;

    /** A weight that is read from the last cache. */
    private static final double CACHED_WEIGHT = 0.045;

    /** A weight that is read from memory. */
    private static final double WEIGHT = 0.16;

    /** A weight that is transformed and packed. */
    private static final double PACKED_WEIGHT = 1.5;

    /** Parameters of a network whose weights stay in a last cache of 16 MiB, four times as many after Winograd's transform. */
    private static final int CACHED_PARAMETERS = 1 << 20;

    /** Images of a training step; with more, nothing changes. */
    private static final int TRAINING_IMAGES = 16;

    private static final int TILE_PIXELS = 6;

    /** Fewer rows take as long as these, bound by the latency of multiply-adds. */
    private static final int FEWEST_ROWS = 4;

    /** Of inference on one image. */
    static ConvolutionCost inference(long parameters) {
        return new ConvolutionCost(1, parameters <= CACHED_PARAMETERS ? CACHED_WEIGHT : WEIGHT);
    }

    /** Of a training step, which packs all weights anew. */
    static ConvolutionCost training() {
        return new ConvolutionCost(TRAINING_IMAGES, WEIGHT + PACKED_WEIGHT);
    }

    /** Of the convolution in place, row by row. */
    double direct(ConvSpec s) {
        long rows = (long) images * s.out().height() * s.out().width();
        long channels = 9L * s.in().channelStride();
        return (products(1, rows, channels, s) + weights(channels, s)) / images;
    }

    /**
     * Of Winograd's F(outputs×outputs, 3×3).
     *
     * @param outputs rows and columns of output pixels of a tile
     */
    double winograd(int outputs, ConvSpec s) {
        long positions = WinogradForm.positions(outputs);
        long channels = s.in().channelStride();
        long tiles = images * WinogradForm.tiles(outputs, s);
        double transforms = TRANSFORM * positions * tiles * (channels + outputChannels(s));
        return (transforms + products(positions, tiles, channels, s) + weights(positions * channels, s)) / images;
    }

    private static double products(long count, long rows, long channels, ConvSpec s) {
        double panels = (double) outputChannels(s) / LayoutSpec.CHANNEL_BLOCK;
        double terms = (double) Math.max(rows, FEWEST_ROWS) / TILE_PIXELS * channels * CHANNEL;
        return count * panels * (terms + Math.ceilDiv(rows, TILE_PIXELS) * TILE);
    }

    private double weights(long perOutput, ConvSpec s) {
        return weight * perOutput * outputChannels(s);
    }

    private static int outputChannels(ConvSpec s) {
        return LayoutSpec.roundUp(s.out().channels());
    }
}
