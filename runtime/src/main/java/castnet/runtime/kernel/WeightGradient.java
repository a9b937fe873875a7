package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Gradient by the weight as a product over pixels: {@code dw[k][o] = sum over p of x[p + k] * dy[p][o]}, where
 * {@code k = (tap, channel)}. Workers share the tiles of k: every element has one owner, who adds the pixels in their order.
 *
 * <p>A tile is six values of k that lie side by side in x, for every pixel. A run is what lies side by side, the channels of a
 * kernel row where its taps adjoin, else those of a tap. The last tile of a run begins earlier than it would, so as to end with
 * the run; values that it shares with the tile before are that one's. Where a run is shorter than a tile, all runs of a pixel count as
 * one, with zeros behind it.
 *
 * <pre>
 *   scratch   sums[rows][outputs] | dy[panel][96][PANEL] | one tile[96][6]       rows = up to {@link #rows} values of k at a time
 *   offsets   x of 96 pixels | dy of 96 pixels
 * </pre>
 *
 * <p>Of a grouped convolution, blocks of 16 output channels are multiplied with the input channels of all groups that they
 * touch; only what lies within a group is kept.
 */
final class WeightGradient {
    /** Sums of a pass: each pass packs dy again, so many; but they should stay in a cache. */
    private static final int SUMS = 131_072;

    private static final int FEWEST_ROWS = 48;
    private static final int MOST_ROWS = 576;

    private WeightGradient() {}

    /** Values of {@code k} per pass for {@code outputs} padded output channels. */
    private static int rows(int outputs) {
        return Math.clamp(SUMS / outputs, FEWEST_ROWS, MOST_ROWS) / WeightTile.ROWS * WeightTile.ROWS;
    }

    /** Output channels of a block, padded. */
    private static int outputs(ConvShape s) {
        return s.groups() == 1 ? Layout.roundUp(s.out().channels()) : Layout.CHANNEL_BLOCK;
    }

    /** See {@link ConvGradient#weightScratchFloats}. */
    static int scratchFloats(ConvShape s) {
        int outputs = outputs(s);
        int rows = rows(outputs);
        return (rows + PixelTiles.BLOCK) * outputs + PixelTiles.BLOCK * WeightTile.ROWS + Layout.CHANNEL_BLOCK;
    }

    static void run(
            ConvShape s,
            float[] x,
            int xo,
            float[] dy,
            int dyo,
            Layout dyl,
            float[] gradient,
            int offset,
            int n,
            Worker w) {
        Patches.checkScratch(w, scratchFloats(s), "ConvGradient.weight");
        int outputs = outputs(s);
        int blocks = Layout.roundUp(s.out().channels()) / outputs;
        int tiles = runs(s) * tilesPerRun(s);
        // Items are the tiles of all blocks, so that a layer of many groups is shared as well as a dense one.
        int end = w.to(blocks * tiles);
        int item = w.from(blocks * tiles);
        while (item < end) {
            int block = item / tiles;
            int from = item % tiles;
            int to = Math.min(Math.min(end - block * tiles, tiles), from + rows(outputs) / WeightTile.ROWS);
            pass(s, from, to, x, xo + firstChannel(s, block), dy, dyo + block * outputs, dyl, n, w);
            for (int tile = from; tile < to; tile++) {
                store(s, tile, block, w.scratch(), (tile - from) * WeightTile.ROWS * outputs, gradient, offset);
            }
            item += to - from;
        }
    }

    /** Input channels that a block reads of each tap. */
    private static int width(ConvShape s) {
        return s.groups() == 1 ? s.in().channelStride() : GroupedPack.width(s);
    }

    private static int firstChannel(ConvShape s, int block) {
        return s.groups() == 1 ? 0 : GroupedPack.firstChannel(s, block);
    }

    /** Whether the taps of a kernel row lie side by side. */
    private static boolean wholeRows(ConvShape s) {
        return width(s) == s.in().channelStride() && s.dilationWidth() == 1;
    }

    /** Values of k that lie side by side in x. */
    private static int adjoining(ConvShape s) {
        return wholeRows(s) ? s.kernelWidth() * width(s) : width(s);
    }

    /** Whether all runs count as one. */
    private static boolean joined(ConvShape s) {
        return adjoining(s) < WeightTile.ROWS;
    }

    private static int runs(ConvShape s) {
        return joined(s) ? 1 : s.kernelHeight() * s.kernelWidth() * width(s) / adjoining(s);
    }

    private static int runLength(ConvShape s) {
        return joined(s) ? s.kernelHeight() * s.kernelWidth() * width(s) : adjoining(s);
    }

    private static int tilesPerRun(ConvShape s) {
        return Math.ceilDiv(runLength(s), WeightTile.ROWS);
    }

    /** Where a tile begins within its run; runs that count as one are filled up with zeros. */
    private static int start(ConvShape s, int tile) {
        int start = tile % tilesPerRun(s) * WeightTile.ROWS;
        return joined(s) ? start : Math.min(start, runLength(s) - WeightTile.ROWS);
    }

    /** Where the input of a tile lies, from the first value that a pixel reads on. */
    private static int source(ConvShape s, int tile) {
        int perRow = wholeRows(s) ? 1 : s.kernelWidth();
        int run = tile / tilesPerRun(s);
        int row = run / perRow * s.dilationHeight() * s.in().rowStride();
        return row + run % perRow * s.dilationWidth() * s.in().channelStride() + start(s, tile);
    }

    /** Sums the tiles {@code from <= tile < to} of one block over all pixels, into scratch. */
    private static void pass(
            ConvShape s, int from, int to, float[] x, int xo, float[] dy, int dyo, Layout dyl, int n, Worker w) {
        int outputs = outputs(s);
        float[] scratch = w.scratch();
        int[] at = w.offsets();
        int dyAt = (to - from) * WeightTile.ROWS * outputs;
        int tileAt = dyAt + PixelTiles.BLOCK * outputs;
        Arrays.fill(scratch, 0, dyAt, 0f);
        int pixels = n * s.out().pixels();
        for (int p = 0; p < pixels; p += PixelTiles.BLOCK) {
            int count = Math.min(pixels - p, PixelTiles.BLOCK);
            table(s, xo, dyl, dyo, p, count, at);
            WeightPatches.copyOutputs(dy, at, count, scratch, dyAt, outputs);
            for (int tile = from; tile < to; tile++) {
                if (joined(s)) {
                    joinRuns(s, start(s, tile), x, at, count, scratch, tileAt);
                } else {
                    WeightPatches.copyTile(x, source(s, tile), at, count, scratch, tileAt);
                }
                int sum = (tile - from) * WeightTile.ROWS * outputs;
                for (int o = 0; o < outputs; o += Lanes.PANELS * Lanes.PANEL) {
                    int second = o + Lanes.PANEL < outputs ? PixelTiles.BLOCK * Lanes.PANEL : 0;
                    WeightTile.add(scratch, tileAt, dyAt + o * PixelTiles.BLOCK, second, count, sum + o, outputs);
                }
            }
        }
    }

    /** Offsets of the pixels {@code p <= pixel < p + count} of all images, numbered row by row, image by image. */
    private static void table(ConvShape s, int xo, Layout dyl, int dyo, int p, int count, int[] at) {
        Layout in = s.in();
        for (int i = 0; i < count; i++) {
            int image = (p + i) / s.out().pixels();
            int row = (p + i) % s.out().pixels() / s.out().width();
            int column = (p + i) % s.out().width();
            at[i] = xo
                    + image * in.imageStride()
                    + in.offset(row * s.strideHeight() - s.padTop(), column * s.strideWidth() - s.padLeft());
            at[PixelTiles.BLOCK + i] = dyo + image * dyl.imageStride() + dyl.offset(row, column);
        }
    }

    /** The six values from {@code start} on of the runs of each pixel, zeros beyond the last. */
    private static void joinRuns(ConvShape s, int start, float[] x, int[] at, int count, float[] to, int offset) {
        int length = adjoining(s);
        int perRow = wholeRows(s) ? 1 : s.kernelWidth();
        int rowStep = s.dilationHeight() * s.in().rowStride();
        int step = s.dilationWidth() * s.in().channelStride();
        for (int i = 0; i < WeightTile.ROWS; i++) {
            int run = (start + i) / length;
            int source = run / perRow * rowStep + run % perRow * step + (start + i) % length;
            boolean beyond = start + i >= runLength(s);
            for (int p = 0; p < count; p++) {
                to[offset + p * WeightTile.ROWS + i] = beyond ? 0 : x[at[p] + source];
            }
        }
    }

    private static void store(ConvShape s, int tile, int block, float[] sums, int from, float[] gradient, int offset) {
        int first = tile % tilesPerRun(s) * WeightTile.ROWS;
        int start = start(s, tile);
        int run = tile / tilesPerRun(s);
        for (int k = first; k < Math.min(first + WeightTile.ROWS, runLength(s)); k++) {
            storeRow(s, run * runLength(s) + k, block, sums, from + (k - start) * outputs(s), gradient, offset);
        }
    }

    private static void storeRow(ConvShape s, int k, int block, float[] sums, int from, float[] gradient, int offset) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int groupIn = s.in().channels() / s.groups();
        int groupOut = s.out().channels() / s.groups();
        int tap = k / width(s);
        int channel = firstChannel(s, block) + k % width(s);
        if (channel < s.in().channels()) {
            int firstOutput = block * outputs(s);
            int group = channel / groupIn;
            int end = Math.min(Math.min(s.out().channels(), firstOutput + outputs(s)), (group + 1) * groupOut);
            for (int o = Math.max(firstOutput, group * groupOut); o < end; o++) {
                gradient[offset + (o * groupIn + channel % groupIn) * taps + tap] = sums[from + o - firstOutput];
            }
        }
    }
}
