package castnet.processor.plan;

import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/** Scratch memory that one worker needs, in floats: the formulas that the runtime's kernels document. */
final class Scratch {
    /** Pixels that a kernel gathers at a time. */
    private static final int BLOCK = 96;

    /** Floats behind each pixel's patch, so that whole vectors may be copied. */
    private static final int SLACK = 16;

    private Scratch() {}

    /** Of a forward convolution. */
    static long convolution(String type, ConvSpec s) {
        long taps = (long) s.kernelHeight() * s.kernelWidth();
        return switch (type) {
            case "ConvPatches" -> BLOCK * (taps * s.in().channelStride() + SLACK);
            case "ConvGrouped" -> BLOCK * (taps * groupedWidth(s) + SLACK);
            default -> 0;
        };
    }

    /** Input channels that a block of output channels of a grouped convolution reads. */
    private static int groupedWidth(ConvSpec s) {
        int groupOut = s.out().channels() / s.groups();
        int block = LayoutSpec.CHANNEL_BLOCK;
        boolean aligned = groupOut % block == 0 || block % groupOut == 0;
        int touched = aligned ? Math.ceilDiv(block, groupOut) : (groupOut + block - 2) / groupOut + 1;
        return Math.min(s.groups(), touched) * (s.in().channels() / s.groups());
    }

    /** Of the data gradient of a convolution. */
    static long dataGradient(ConvSpec s) {
        return (long) BLOCK * s.kernelHeight() * s.kernelWidth() * LayoutSpec.roundUp(s.in().channels());
    }

    /** Of the weight gradient of a convolution. */
    static long weightGradient(ConvSpec s) {
        return (long) BLOCK * s.kernelHeight() * s.kernelWidth() * LayoutSpec.roundUp(s.in().channels());
    }
}
