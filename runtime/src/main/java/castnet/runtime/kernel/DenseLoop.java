package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * The loops around the register tiles that all dense convolutions share: blocks of {@value PixelTiles#BLOCK} pixels of all
 * images, all panels of output channels over each block (a panel's weights stay in the cache for 16 tiles), tiles of six pixels.
 */
final class DenseLoop {

    /** How a kernel reads its input. */
    enum Reading {
        /** One run of channels per pixel, in place. */
        POINTWISE,
        /** Three runs per pixel, in place. */
        ROWS3,
        /** One run per pixel, copied together in scratch memory. */
        PATCHES
    }

    private DenseLoop() {}

    /** One slice of a convolution; {@code r} is read by the adding epilogues only, but its layout must be valid. */
    static void run(
            Reading reading,
            Epilogue e,
            ConvShape s,
            float[] x,
            int xo,
            float[] weights,
            float[] bias,
            float[] r,
            int ro,
            Layout rl,
            float[] y,
            int yo,
            int n,
            Worker w) {
        int pixels = n * s.out().pixels();
        int tiles = PixelTiles.count(pixels);
        int panels = ConvPack.panels(s);
        boolean byPanels = splitOverChannels(tiles, panels, w.parts());
        int firstPanel = byPanels ? w.from(panels) : 0;
        int endPanel = byPanels ? w.to(panels) : panels;
        if (pixels == 1 && reading != Reading.ROWS3) {
            onePixel(
                    reading,
                    e,
                    s,
                    x,
                    xo,
                    weights,
                    bias,
                    r,
                    ro,
                    rl,
                    y,
                    yo,
                    w.scratch(),
                    w.offsets(),
                    firstPanel,
                    endPanel);
            return;
        }
        int end = byPanels ? pixels : Math.min(pixels, w.to(tiles) * PixelTiles.TILE);
        int[] at = w.offsets();
        int width = reading == Reading.PATCHES ? Patches.width(s) : s.in().channelStride();
        int run = s.kernelHeight() * s.kernelWidth() * width;
        for (int p = byPanels ? 0 : w.from(tiles) * PixelTiles.TILE; p < end; p += PixelTiles.BLOCK) {
            int count = Math.min(end - p, PixelTiles.BLOCK);
            PixelTiles.fill(at, s, xo, rl, ro, yo, p, p + count);
            if (reading == Reading.PATCHES) {
                Patches.gather(s, x, 0, width, at, count, w.scratch());
            }
            switch (reading) {
                case POINTWISE -> gemm(e, x, at, count, run, weights, 0, bias, r, y, firstPanel, endPanel);
                case ROWS3 -> rows3(e, s, x, at, count, run / 3, weights, bias, r, y, firstPanel, endPanel);
                case PATCHES -> gemm(e, w.scratch(), at, count, run, weights, 0, bias, r, y, firstPanel, endPanel);
            }
        }
    }

    /**
     * Whether a team shares a layer by panels instead of by tiles of pixels. With few pixels, every member would read all the
     * weights for a handful of tiles; by panels each weight is read once, provided that the panels divide as evenly. Either way
     * an output element has one owner and one order of summation.
     */
    static boolean splitOverChannels(int tiles, int panels, int parts) {
        boolean fewPixels = tiles < 2 * PixelTiles.TILES * parts;
        long slowestByTiles = (long) Math.ceilDiv(tiles, parts) * panels;
        long slowestByPanels = (long) Math.ceilDiv(panels, parts) * tiles;
        return fewPixels && slowestByPanels <= slowestByTiles;
    }

    /** Panels {@code from <= panel < to} over the tiles of a block of {@code pixels}, reading one run each; weights begin at {@code wo}. */
    static void gemm(
            Epilogue e,
            float[] x,
            int[] at,
            int pixels,
            int run,
            float[] weights,
            int wo,
            float[] bias,
            float[] r,
            float[] y,
            int from,
            int to) {
        int end = PixelTiles.count(pixels) * PixelTiles.ENTRY;
        for (int panel = from; panel < to; panel += Lanes.PANELS) {
            int first = wo + panel * run * Lanes.PANEL;
            int second = panel + 1 < to ? run * Lanes.PANEL : 0;
            for (int t = 0; t < end; t += PixelTiles.ENTRY) {
                Gemm6x2.tile(e, x, at, t, run, weights, first, second, bias, r, y, panel * Lanes.PANEL);
            }
        }
    }

    private static void rows3(
            Epilogue e,
            ConvShape s,
            float[] x,
            int[] at,
            int pixels,
            int run,
            float[] weights,
            float[] bias,
            float[] r,
            float[] y,
            int from,
            int to) {
        int end = PixelTiles.count(pixels) * PixelTiles.ENTRY;
        int rowStride = s.dilationHeight() * s.in().rowStride();
        for (int panel = from; panel < to; panel += Lanes.PANELS) {
            int first = panel * 3 * run * Lanes.PANEL;
            int second = panel + 1 < to ? 3 * run * Lanes.PANEL : 0;
            for (int t = 0; t < end; t += PixelTiles.ENTRY) {
                Rows3Tile6x2.tile(e, x, at, t, rowStride, run, weights, first, second, bias, r, y, panel * Lanes.PANEL);
            }
        }
    }

    private static void onePixel(
            Reading reading,
            Epilogue e,
            ConvShape s,
            float[] x,
            int xo,
            float[] weights,
            float[] bias,
            float[] r,
            int ro,
            Layout rl,
            float[] y,
            int yo,
            float[] scratch,
            int[] at,
            int firstPanel,
            int endPanel) {
        PixelTiles.fill(at, s, xo, rl, ro, yo, 0, 1);
        float[] source = x;
        if (reading == Reading.PATCHES && !Patches.contiguous(s)) {
            Patches.gather(s, x, 0, Patches.width(s), at, 1, scratch);
            source = scratch;
        }
        int width = reading == Reading.PATCHES ? Patches.width(s) : s.in().channelStride();
        int run = s.kernelHeight() * s.kernelWidth() * width;
        int residual = at[PixelTiles.RESIDUAL];
        int output = at[PixelTiles.OUTPUT];
        Gemv1x8.panels(e, source, at[0], run, weights, bias, r, residual, y, output, firstPanel, endPanel);
    }
}
