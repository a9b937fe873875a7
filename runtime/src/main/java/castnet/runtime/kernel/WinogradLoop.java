package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.PANEL;
import static castnet.runtime.kernel.Lanes.PANELS;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * A 3×3 convolution of stride 1 through Winograd's transforms, block by block of tiles: all channels of a block's input are
 * transformed; then, panel by panel of output channels, one matrix product per position, and the transform back.
 *
 * <pre>
 *   scratch   input   [position][tile of the block][channel]    position p begins at p * (tiles * channels + 16)
 *             product [position][tile of the block][channels of a register tile]
 *             lines   [inputs][pixels of a segment][channel]    transformed along the columns, not yet along the rows
 * </pre>
 *
 * <p>A block's transformed input stays in the second-level cache while all weights pass over it once, in the order in which they
 * lie. An output element is computed by the same operations whatever the split.
 */
final class WinogradLoop {
    /** Floats of a block's transformed input: somewhat more than half of a second-level cache of 1 MiB. */
    private static final int BLOCK_FLOATS = 9 << 14;

    /** Floats of a segment's transformed columns. */
    private static final int LINE_FLOATS = 1 << 15;

    /** Keeps the products' inputs from lying a power of two apart. */
    private static final int SKEW = 16;

    private static final int FEWEST_TILES = 6;

    /** Output channels of a register tile of the widest vectors; with others, some of the scratch memory stays unused. */
    private static final int MOST_CHANNELS = 2 * Layout.CHANNEL_BLOCK;

    private WinogradLoop() {}

    /** Scratch memory of one worker, for any number of images. */
    static int scratchFloats(WinogradForm f, ConvShape s) {
        int channels = s.in().channelStride();
        int tiles = blockTiles(f, channels);
        int pixels = segmentTiles(f, channels) * f.outputs + 2;
        return f.positions * (tiles * (channels + MOST_CHANNELS) + SKEW) + f.inputs * pixels * channels;
    }

    private static int blockTiles(WinogradForm f, int channels) {
        return Math.clamp(BLOCK_FLOATS / (f.positions * channels), FEWEST_TILES, WinogradTiles.MOST);
    }

    /** Tiles side by side that share their transformed columns. */
    private static int segmentTiles(WinogradForm f, int channels) {
        return Math.max(1, (LINE_FLOATS / (f.inputs * channels) - 2) / f.outputs);
    }

    /** One slice of a convolution; {@code r} is read by the adding epilogues only, but its layout must be valid. */
    static void run(
            WinogradForm f,
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
        f.require(s);
        Patches.checkScratch(w, scratchFloats(f, s), f.kernel);
        float[] scratch = w.scratch();
        int tiles = WinogradTiles.count(f, s, n);
        int panels = ConvPack.panels(s);
        boolean byPanels = splitOverChannels(tiles, panels, w.parts());
        int firstPanel = byPanels ? w.from(panels) : 0;
        int endPanel = byPanels ? w.to(panels) : panels;
        int first = byPanels ? 0 : w.from(tiles);
        int end = byPanels ? tiles : w.to(tiles);
        int channels = s.in().channelStride();
        int blocks = Math.ceilDiv(end - first, blockTiles(f, channels));
        for (int block = 0; block < blocks; block++) {
            int from = first + (end - first) * block / blocks;
            int count = first + (end - first) * (block + 1) / blocks - from;
            WinogradTiles.fill(w.offsets(), f, s, from, count, ro, rl, yo);
            input(f, s, x, xo, from, count, scratch);
            for (int panel = firstPanel; panel < endPanel; panel += PANELS) {
                int width = Math.min(PANELS, endPanel - panel) * PANEL;
                product(f, s, count, weights, panel, width, scratch);
                output(f, e, s, count, scratch, width, bias, r, rl, y, panel * PANEL, w.offsets());
            }
        }
    }

    /**
     * Whether a team shares a layer by panels of output channels instead of by tiles. Each member then transforms all of the input,
     * but reads its own weights only; measured, a transformed float of input costs about twice as much as a weight that is read.
     */
    static boolean splitOverChannels(int tiles, int panels, int parts) {
        return parts > 1 && panels % parts == 0 && 2 * tiles < panels * PANEL;
    }

    /** Floats from one position of the transformed input to the next. */
    private static int step(ConvShape s, int count) {
        return count * s.in().channelStride() + SKEW;
    }

    /** Transforms the input of a block, segment by segment: first along the columns, which neighbours share, then along the rows. */
    private static void input(WinogradForm f, ConvShape s, float[] x, int xo, int first, int count, float[] scratch) {
        Layout in = s.in();
        int channels = in.channelStride();
        int columns = WinogradTiles.columns(f, s);
        int step = step(s, count);
        int lines = f.positions * (step + count * MOST_CHANNELS);
        int segment;
        for (int t = 0; t < count; t += segment) {
            int tile = first + t;
            int column = tile % columns;
            segment = Math.min(Math.min(columns - column, count - t), segmentTiles(f, channels));
            int left = WinogradTiles.left(f, s, column);
            int pixels = WinogradTiles.left(f, s, column + segment - 1) + f.inputs - left;
            int from = xo
                    + tile / WinogradTiles.perImage(f, s) * in.imageStride()
                    + in.offset(WinogradTiles.top(f, s, tile) - s.padTop(), left - s.padLeft());
            int line = pixels * channels;
            lines(f, x, from, in.rowStride(), scratch, lines, line, line);
            for (int i = 0; i < segment; i++) {
                int at = lines + (WinogradTiles.left(f, s, column + i) - left) * channels;
                for (int row = 0; row < f.inputs; row++) {
                    int to = row * f.inputs * step + (t + i) * channels;
                    lines(f, scratch, at + row * line, channels, scratch, to, step, channels);
                }
            }
        }
    }

    private static void lines(WinogradForm f, float[] x, int xo, int xs, float[] y, int yo, int ys, int count) {
        if (f == WinogradForm.F4) {
            WinogradInput.lines6(x, xo, xs, y, yo, ys, count);
        } else {
            WinogradInput.lines4(x, xo, xs, y, yo, ys, count);
        }
    }

    /** All positions of one panel, or of as many as a register tile spans. */
    private static void product(
            WinogradForm f, ConvShape s, int count, float[] weights, int panel, int width, float[] scratch) {
        int channels = s.in().channelStride();
        int step = step(s, count);
        int second = width == PANEL ? 0 : WinogradPack.panelFloats(f, s);
        for (int position = 0; position < f.positions; position++) {
            int wo = panel * WinogradPack.panelFloats(f, s) + position * channels * PANEL;
            int to = f.positions * step + position * count * width;
            WinogradGemm.run(count, scratch, position * step, channels, weights, wo, second, scratch, to, width);
        }
    }

    private static void output(
            WinogradForm f,
            Epilogue e,
            ConvShape s,
            int count,
            float[] scratch,
            int width,
            float[] bias,
            float[] r,
            Layout rl,
            float[] y,
            int channel,
            int[] at) {
        int from = f.positions * step(s, count);
        int stride = count * width;
        if (f == WinogradForm.F4) {
            WinogradOutput.columns6(scratch, from, f.inputs * stride);
        } else {
            WinogradOutput.columns4(scratch, from, f.inputs * stride);
        }
        for (int t = 0; t < count; t++) {
            int m = from + t * width;
            int i = t * WinogradTiles.ENTRY;
            if (f == WinogradForm.F4 && e.adds) {
                WinogradOutput.rows6Add(
                        scratch, m, stride, width, e.threshold, bias, channel, r, rl, y, s.out(), at, i);
            } else if (f == WinogradForm.F4) {
                WinogradOutput.rows6(scratch, m, stride, width, e.threshold, bias, channel, y, s.out(), at, i);
            } else if (e.adds) {
                WinogradOutput.rows4Add(
                        scratch, m, stride, width, e.threshold, bias, channel, r, rl, y, s.out(), at, i);
            } else {
                WinogradOutput.rows4(scratch, m, stride, width, e.threshold, bias, channel, y, s.out(), at, i);
            }
        }
    }
}
