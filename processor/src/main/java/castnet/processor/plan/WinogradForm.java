package castnet.processor.plan;

import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;

/** Figures of Winograd's F(outputs×outputs, 3×3), twins of the runtime's. */
final class WinogradForm {
    private WinogradForm() {}

    /** Matrix products: pixels of a tile of input. */
    static int positions(int outputs) {
        return (outputs + 2) * (outputs + 2);
    }

    /** Tiles of one image. */
    static long tiles(int outputs, ConvSpec s) {
        return (long) Math.ceilDiv(s.out().height(), outputs)
                * Math.ceilDiv(s.out().width(), outputs);
    }

    /** Whether the runtime's kernel computes a convolution. */
    static boolean supports(int outputs, ConvSpec s) {
        long packed = (long) positions(outputs)
                * s.in().channelStride()
                * LayoutSpec.roundUp(s.out().channels());
        return s.kernelHeight() == 3
                && s.kernelWidth() == 3
                && s.strideHeight() == 1
                && s.strideWidth() == 1
                && s.dilationHeight() == 1
                && s.dilationWidth() == 1
                && s.groups() == 1
                && s.in().channelStride() % LayoutSpec.CHANNEL_BLOCK == 0
                && s.out().height() >= outputs
                && s.out().width() >= outputs
                && packed <= ProgramPlanner.MOST_FLOATS;
    }
}
