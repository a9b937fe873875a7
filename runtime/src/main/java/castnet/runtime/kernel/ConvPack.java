package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Weights in the order in which a register tile reads them, with zeros for padding channels of both sides:
 *
 * <pre>
 *   OIHW  w[o][c][i][j]    becomes    packed[o / PANEL][i][j][c][o % PANEL]
 *
 *   panel 0                                                  panel 1
 *   (0,0,0): o = 0 .. PANEL-1 | (0,0,1): o = 0 .. PANEL-1 | ... (kh-1,kw-1,channelStride-1) | (0,0,0): o = PANEL .. | ...
 *   |----- one k of a tile ---|
 * </pre>
 */
final class ConvPack {

    private ConvPack() {}

    /** Panels of output channels, padding included. */
    static int panels(ConvShape s) {
        return Layout.roundUp(s.out().channels()) / Lanes.PANEL;
    }

    /** Floats of the packed weights of a convolution of one group. */
    static int packedFloats(ConvShape s) {
        return packedFloats(s, s.in().channelStride());
    }

    /** Floats of the packed weights where {@code width} channels of each tap are read. */
    static int packedFloats(ConvShape s, int width) {
        return Layout.roundUp(s.out().channels()) * s.kernelHeight() * s.kernelWidth() * width;
    }

    /** Packs this worker's panels of a convolution of one group. */
    static void pack(ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        pack(s, s.in().channelStride(), oihw, offset, packed, w);
    }

    /** The same where {@code width} channels of each tap are read. */
    static void pack(ConvShape s, int width, float[] oihw, int offset, float[] packed, Worker w) {
        int panels = panels(s);
        for (int panel = w.from(panels); panel < w.to(panels); panel++) {
            panel(s, oihw, offset, panel, 0, width, packed);
        }
    }

    /** One panel whose patches hold {@code width} input channels from {@code firstChannel} on, for any number of groups. */
    static void panel(ConvShape s, float[] oihw, int offset, int panel, int firstChannel, int width, float[] packed) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int floats = taps * width * Lanes.PANEL;
        Arrays.fill(packed, panel * floats, (panel + 1) * floats, 0f);
        int groupIn = s.in().channels() / s.groups();
        int groupOut = s.out().channels() / s.groups();
        int end = Math.min(s.out().channels(), (panel + 1) * Lanes.PANEL);
        for (int o = panel * Lanes.PANEL; o < end; o++) {
            int firstOfGroup = o / groupOut * groupIn - firstChannel;
            int from = offset + o * groupIn * taps;
            for (int c = 0; c < groupIn; c++) {
                int to = panel * floats + (firstOfGroup + c) * Lanes.PANEL + o % Lanes.PANEL;
                for (int tap = 0; tap < taps; tap++) {
                    packed[to + tap * width * Lanes.PANEL] = oihw[from + c * taps + tap];
                }
            }
        }
    }

    /** Fails when a kernel is called for a shape that is not its own. */
    static void require(boolean holds, String rule, ConvShape s) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", found " + s);
        }
    }
}
