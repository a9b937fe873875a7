package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * Weights of a grouped convolution: {@link ConvPack}'s layout, where the input channels of a block of
 * {@value Layout#CHANNEL_BLOCK} output channels are those of the groups that it touches. Example, three groups of 2 input and
 * 8 output channels: block 0 holds groups 0 and 1, block 1 holds groups 1 and 2 (of which it uses group 2 only).
 *
 * <pre>
 *              o = 0 .. 7   o = 8 .. 15
 *   c = 0, 1       w             0
 *   c = 2, 3       0             w
 * </pre>
 */
final class GroupedPack {

    private GroupedPack() {}

    /**
     * Groups that any block may touch: exact where blocks and groups share their borders, else as many as a block can touch
     * that begins at the last channel of a group.
     */
    private static int groupsPerBlock(ConvShape s) {
        int groupOut = s.out().channels() / s.groups();
        int block = Layout.CHANNEL_BLOCK;
        boolean aligned = groupOut % block == 0 || block % groupOut == 0;
        int touched = aligned ? Math.ceilDiv(block, groupOut) : (groupOut + block - 2) / groupOut + 1;
        return Math.min(s.groups(), touched);
    }

    /** Input channels of the patches of a block. */
    static int width(ConvShape s) {
        return groupsPerBlock(s) * (s.in().channels() / s.groups());
    }

    /** First input channel of the patches of a block: of the first group it touches, or earlier where the channels end. */
    static int firstChannel(ConvShape s, int block) {
        int groupOut = s.out().channels() / s.groups();
        int firstGroup = Math.min(block * Layout.CHANNEL_BLOCK / groupOut, s.groups() - groupsPerBlock(s));
        return firstGroup * (s.in().channels() / s.groups());
    }

    /** Floats of the packed weights. */
    static int packedFloats(ConvShape s) {
        return Layout.roundUp(s.out().channels()) * s.kernelHeight() * s.kernelWidth() * width(s);
    }

    /** Packs this worker's blocks. */
    static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        int panels = ConvPack.panels(s);
        int perBlock = Layout.CHANNEL_BLOCK / Lanes.PANEL;
        for (int panel = w.from(panels); panel < w.to(panels); panel++) {
            ConvPack.panel(s, oihw, offset, panel, firstChannel(s, panel / perBlock), width(s), packed);
        }
    }
}
