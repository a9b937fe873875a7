package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.PANEL;

import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Transformed weights in the order in which the products read them, with zeros for padding channels of both sides:
 * {@code packed[o / PANEL][position][channelStride][PANEL]}. Transformed in double and rounded once.
 */
final class WinogradPack {
    // Of F(4×4): the reciprocal distances of the points ±√½ and ±√2 from all others, and these times the point.
    private static final double NEAR = -2 / 3.0;
    private static final double NEAR_ODD = NEAR * Math.sqrt(0.5);
    private static final double FAR = 1 / 6.0;
    private static final double FAR_ODD = FAR * Math.sqrt(2);

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
                int from = offset + (o * inputs + c) * 9;
                if (f == WinogradForm.F4) {
                    kernel4(oihw, from, packed, to, step);
                } else {
                    kernel2(oihw, from, packed, to, step);
                }
            }
        }
    }

    /** {@code G g Gᵀ} of one kernel, for F(4×4): rows first. A row of {@code G} is a point's powers, divided by its distances. */
    private static void kernel4(float[] g, int from, float[] packed, int to, int step) {
        double a0 = g[from];
        double a1 = g[from + 1];
        double a2 = g[from + 2];
        double b0 = g[from + 3];
        double b1 = g[from + 4];
        double b2 = g[from + 5];
        double c0 = g[from + 6];
        double c1 = g[from + 7];
        double c2 = g[from + 8];
        line4(a0, a1, a2, packed, to, step);
        double even0 = NEAR * (a0 + c0 / 2);
        double even1 = NEAR * (a1 + c1 / 2);
        double even2 = NEAR * (a2 + c2 / 2);
        double odd0 = NEAR_ODD * b0;
        double odd1 = NEAR_ODD * b1;
        double odd2 = NEAR_ODD * b2;
        line4(even0 + odd0, even1 + odd1, even2 + odd2, packed, to + 6 * step, step);
        line4(even0 - odd0, even1 - odd1, even2 - odd2, packed, to + 12 * step, step);
        even0 = FAR * (a0 + c0 * 2);
        even1 = FAR * (a1 + c1 * 2);
        even2 = FAR * (a2 + c2 * 2);
        odd0 = FAR_ODD * b0;
        odd1 = FAR_ODD * b1;
        odd2 = FAR_ODD * b2;
        line4(even0 + odd0, even1 + odd1, even2 + odd2, packed, to + 18 * step, step);
        line4(even0 - odd0, even1 - odd1, even2 - odd2, packed, to + 24 * step, step);
        line4(c0, c1, c2, packed, to + 30 * step, step);
    }

    private static void line4(double a, double b, double c, float[] packed, int to, int step) {
        double near = NEAR * (a + c / 2);
        double far = FAR * (a + c * 2);
        packed[to] = (float) a;
        packed[to + step] = (float) (near + NEAR_ODD * b);
        packed[to + 2 * step] = (float) (near - NEAR_ODD * b);
        packed[to + 3 * step] = (float) (far + FAR_ODD * b);
        packed[to + 4 * step] = (float) (far - FAR_ODD * b);
        packed[to + 5 * step] = (float) c;
    }

    /** The same for F(2×2). */
    private static void kernel2(float[] g, int from, float[] packed, int to, int step) {
        double a0 = g[from];
        double a1 = g[from + 1];
        double a2 = g[from + 2];
        double b0 = g[from + 3];
        double b1 = g[from + 4];
        double b2 = g[from + 5];
        double c0 = g[from + 6];
        double c1 = g[from + 7];
        double c2 = g[from + 8];
        line2(a0, a1, a2, packed, to, step);
        line2((a0 + b0 + c0) / 2, (a1 + b1 + c1) / 2, (a2 + b2 + c2) / 2, packed, to + 4 * step, step);
        line2((a0 - b0 + c0) / 2, (a1 - b1 + c1) / 2, (a2 - b2 + c2) / 2, packed, to + 8 * step, step);
        line2(c0, c1, c2, packed, to + 12 * step, step);
    }

    private static void line2(double a, double b, double c, float[] packed, int to, int step) {
        packed[to] = (float) a;
        packed[to + step] = (float) ((a + b + c) / 2);
        packed[to + 2 * step] = (float) ((a - b + c) / 2);
        packed[to + 3 * step] = (float) c;
    }
}
