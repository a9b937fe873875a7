package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.PANEL;

import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Transformed weights in the order in which the products read them, with zeros for padding channels of both sides:
 * {@code packed[o / PANEL][position][channelStride][PANEL]}. Transformed in double and rounded once.
 */
final class WinogradPack {

    private WinogradPack() {}

    static int packedFloats(WinogradForm f, ConvShape s) {
        return ConvPack.panels(s) * panelFloats(f, s);
    }

    /** Floats of one panel. */
    static int panelFloats(WinogradForm f, ConvShape s) {
        return f.positions * s.in().channelStride() * PANEL;
    }

    static float[] pack(WinogradForm f, ConvShape s, float[] oihw, int offset) {
        float[] packed = new float[packedFloats(f, s)];
        pack(f, s, oihw, offset, packed, Worker.alone(0));
        return packed;
    }

    /** Packs this worker's panels. */
    static void pack(WinogradForm f, ConvShape s, float[] oihw, int offset, float[] packed, Worker w) {
        int panels = ConvPack.panels(s);
        int panelFloats = panelFloats(f, s);
        Arrays.fill(packed, w.from(panels) * panelFloats, w.to(panels) * panelFloats, 0f);
        int inputs = s.in().channels();
        int step = s.in().channelStride() * PANEL;
        int end = Math.min(s.out().channels(), w.to(panels) * PANEL);
        for (int o = w.from(panels) * PANEL; o < end; o++) {
            for (int c = 0; c < inputs; c++) {
                int to = o / PANEL * panelFloats + c * PANEL + o % PANEL;
                f.transform(oihw, offset + (o * inputs + c) * 9, packed, to, step);
            }
        }
    }
}
