package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Data gradient of a convolution of stride 1 and one group: itself a convolution, of {@code dy} with a halo of zeros, whose
 * weights are flipped in both directions and have inputs and outputs exchanged.
 */
final class DataGradientDirect {

    private DataGradientDirect() {}

    /** Whether the shape is such, and the halo of {@code dy} wide enough. */
    static boolean applies(ConvShape s, Layout dyl) {
        int top = (s.kernelHeight() - 1) * s.dilationHeight() - s.padTop();
        int left = (s.kernelWidth() - 1) * s.dilationWidth() - s.padLeft();
        return s.groups() == 1
                && s.strideHeight() == 1
                && s.strideWidth() == 1
                && top >= 0
                && left >= 0
                && dyl.top() >= top
                && dyl.left() >= left
                && s.in().height() - 1 + s.padTop() < dyl.height() + dyl.bottom()
                && s.in().width() - 1 + s.padLeft() < dyl.width() + dyl.right();
    }

    static int packedFloats(ConvShape s, Layout dyl, Layout dxl) {
        ConvShape g = FlippedShapes.of(s, dyl, dxl);
        return ConvPack.packedFloats(g, width(g));
    }

    static void pack(ConvShape s, Layout dyl, Layout dxl, float[] oihw, int offset, float[] packed, Worker w) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int width = width(FlippedShapes.of(s, dyl, dxl));
        int panelFloats = taps * width * Lanes.PANEL;
        int panels = Layout.roundUp(dxl.channels()) / Lanes.PANEL;
        int inputs = s.in().channels();
        for (int panel = w.from(panels); panel < w.to(panels); panel++) {
            int from = panel * panelFloats;
            Arrays.fill(packed, from, from + panelFloats, 0f);
            int end = Math.min(inputs, (panel + 1) * Lanes.PANEL);
            for (int o = 0; o < s.out().channels(); o++) {
                for (int c = panel * Lanes.PANEL; c < end; c++) {
                    int source = offset + (o * inputs + c) * taps;
                    int target = from + o * Lanes.PANEL + c % Lanes.PANEL;
                    for (int tap = 0; tap < taps; tap++) {
                        packed[target + (taps - 1 - tap) * width * Lanes.PANEL] = oihw[source + tap];
                    }
                }
            }
        }
    }

    static void run(
            ConvShape s,
            float[] dy,
            int dyo,
            Layout dyl,
            float[] packed,
            float[] dx,
            int dxo,
            Layout dxl,
            boolean accumulate,
            int n,
            Worker w) {
        ConvShape g = FlippedShapes.of(s, dyl, dxl);
        float[] zeros = Zeros.atLeast(Layout.roundUp(dxl.channels()));
        Epilogue e = accumulate ? Epilogue.BIAS_ADD : Epilogue.BIAS;
        DenseLoop.run(reading(g), e, g, dy, dyo, packed, zeros, dx, dxo, dxl, dx, dxo, n, w);
    }

    private static int width(ConvShape g) {
        return reading(g) == DenseLoop.Reading.PATCHES ? Patches.width(g) : g.in().channelStride();
    }

    private static DenseLoop.Reading reading(ConvShape g) {
        if (g.kernelHeight() == 1 && g.kernelWidth() == 1) {
            return DenseLoop.Reading.POINTWISE;
        }
        return g.kernelHeight() == 3 && g.dilationWidth() == 1 ? DenseLoop.Reading.ROWS3 : DenseLoop.Reading.PATCHES;
    }
}
