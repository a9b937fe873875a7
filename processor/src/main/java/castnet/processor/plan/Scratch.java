package castnet.processor.plan;

import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/** Scratch memory that one worker needs, in floats: the formulas that the runtime's kernels document. */
final class Scratch {
    /** Pixels that a kernel gathers at a time. */
    private static final int BLOCK = 96;

    /** Floats behind each pixel's patch, so that whole vectors may be copied. */
    private static final int SLACK = 16;

    // A pass of the weight gradient: sums that should stay in a cache, in tiles of six rows.
    private static final int SUMS = 131_072;
    private static final int FEWEST_ROWS = 48;
    private static final int MOST_ROWS = 576;
    private static final int TILE_ROWS = 6;

    // Winograd: transformed floats of a block and of a segment, tiles of a block.
    private static final int WINOGRAD_BLOCK = 147_456;
    private static final int WINOGRAD_SEGMENT = 32_768;
    private static final int FEWEST_TILES = 6;
    private static final int MOST_TILES = 72;

    private Scratch() {}

    /** Of a forward convolution. */
    static long convolution(String type, ConvSpec s) {
        long taps = (long) s.kernelHeight() * s.kernelWidth();
        return switch (type) {
            case "ConvPatches" -> BLOCK * (taps * patchWidth(s) + SLACK);
            case "ConvWinogradF2" -> winograd(2, s.in().channelStride());
            case "ConvWinogradF4" -> winograd(4, s.in().channelStride());
            case "ConvGrouped" -> BLOCK * (taps * groupedWidth(s) + SLACK);
            default -> 0;
        };
    }

    /** Channels that a patch holds of each tap: without padding where there is much of it, unless it is read in place. */
    private static int patchWidth(ConvSpec s) {
        LayoutSpec in = s.in();
        boolean manyPadded = 4 * in.channels() <= 3 * in.channelStride();
        return manyPadded && !contiguous(s) ? in.channels() : in.channelStride();
    }

    private static boolean contiguous(ConvSpec s) {
        boolean fullRows =
                s.kernelWidth() == s.in().left() + s.in().width() + s.in().right() && s.dilationHeight() == 1;
        return s.dilationWidth() == 1 && (s.kernelHeight() == 1 || fullRows);
    }

    /** Transformed input and products of a block of tiles, and transformed columns of a segment of it. */
    private static long winograd(int outputs, long channels) {
        long positions = WinogradForm.positions(outputs);
        long tiles = Math.clamp(WINOGRAD_BLOCK / (positions * channels), FEWEST_TILES, MOST_TILES);
        long segment = Math.max(1, (WINOGRAD_SEGMENT / ((outputs + 2) * channels) - 2) / outputs);
        return positions * (tiles * (channels + 2L * LayoutSpec.CHANNEL_BLOCK) + SLACK)
                + (outputs + 2) * (segment * outputs + 2) * channels;
    }

    /** Input channels that a block of output channels of a grouped convolution reads. */
    private static int groupedWidth(ConvSpec s) {
        int groupOut = s.out().channels() / s.groups();
        int block = LayoutSpec.CHANNEL_BLOCK;
        boolean aligned = groupOut % block == 0 || block % groupOut == 0;
        int touched = aligned ? Math.ceilDiv(block, groupOut) : (groupOut + block - 2) / groupOut + 1;
        return Math.min(s.groups(), touched) * (s.in().channels() / s.groups());
    }

    /** Of a batch norm in training: coefficients per channel. */
    static long norm(int channels) {
        return 3L * LayoutSpec.roundUp(channels);
    }

    /** Of the data gradient of a convolution: patches of dy, or columns of dx. */
    static long dataGradient(ConvSpec s) {
        int channels = LayoutSpec.roundUp(Math.max(s.in().channels(), s.out().channels()));
        return BLOCK * ((long) s.kernelHeight() * s.kernelWidth() * channels + SLACK);
    }

    /** Of the weight gradient of a convolution: sums of a pass, and what a block of pixels reads for them. */
    static long weightGradient(ConvSpec s) {
        long outputs = s.groups() == 1 ? LayoutSpec.roundUp(s.out().channels()) : LayoutSpec.CHANNEL_BLOCK;
        long rows = (long) Math.clamp(SUMS / outputs, FEWEST_ROWS, MOST_ROWS) / TILE_ROWS * TILE_ROWS;
        return (rows + BLOCK) * outputs + BLOCK * TILE_ROWS + SLACK;
    }
}
