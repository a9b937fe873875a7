package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Gradient by the weight as a product over pixels: {@code dw[k][o] = sum over p of patch[p][k] * dy[p][o]}, where
 * {@code k = (tap, channel)}. Workers share the {@code k}: every element has one owner, who adds the pixels in their order.
 *
 * <pre>
 *   scratch:  sums[rows][outputs] | dy[96][outputs] | patch[96][rows]     rows = up to {@link #rows} values of k at a time
 * </pre>
 *
 * <p>Of a grouped convolution, blocks of 16 output channels are multiplied with the input channels of all groups that they
 * touch; only what lies within a group is kept.
 */
final class WeightGradient {
    /** Sums of a pass, which should stay in the second-level cache. */
    private static final int SUMS = 32_768;

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
        return rows * (outputs + PixelTiles.BLOCK) + PixelTiles.BLOCK * outputs + Layout.CHANNEL_BLOCK;
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
        int width = s.groups() == 1 ? s.in().channelStride() : GroupedPack.width(s);
        int k = s.kernelHeight() * s.kernelWidth() * width;
        int tiles = Math.ceilDiv(k, WeightTile.ROWS);
        int blocks = Layout.roundUp(s.out().channels()) / outputs;
        // Items are the tiles of all blocks, so that a depthwise layer is shared as well as a dense one.
        int end = w.to(blocks * tiles);
        int item = w.from(blocks * tiles);
        while (item < end) {
            int block = item / tiles;
            int from = item % tiles * WeightTile.ROWS;
            int to = Math.min((end - block * tiles) * WeightTile.ROWS, tiles * WeightTile.ROWS);
            int count = Math.min(to - from, rows(outputs));
            int first = s.groups() == 1 ? 0 : GroupedPack.firstChannel(s, block);
            pass(s, x, xo + first, width, from, count, dy, dyo + block * outputs, dyl, outputs, n, w);
            store(s, first, width, from, count, w.scratch(), block * outputs, outputs, gradient, offset);
            item += count / WeightTile.ROWS;
        }
    }

    /** Sums {@code from <= k < from + rows} of one block over all pixels, into scratch. */
    private static void pass(
            ConvShape s,
            float[] x,
            int xo,
            int width,
            int from,
            int rows,
            float[] dy,
            int dyo,
            Layout dyl,
            int outputs,
            int n,
            Worker w) {
        float[] scratch = w.scratch();
        int[] at = w.offsets();
        int dyAt = rows * outputs;
        int patchAt = dyAt + PixelTiles.BLOCK * outputs;
        Arrays.fill(scratch, 0, dyAt, 0f);
        int pixels = n * s.out().pixels();
        for (int p = 0; p < pixels; p += PixelTiles.BLOCK) {
            int count = Math.min(pixels - p, PixelTiles.BLOCK);
            PixelTiles.fill(at, s, xo, dyl, dyo, 0, p, p + count);
            WeightPatches.copyOutputs(dy, at, count, scratch, dyAt, outputs);
            WeightPatches.copyInputs(s, x, width, from, rows, at, count, scratch, patchAt);
            for (int row = 0; row < rows; row += WeightTile.ROWS) {
                for (int o = 0; o < outputs; o += Lanes.PANEL) {
                    WeightTile.add(scratch, patchAt + row, rows, dyAt + o, outputs, count, row * outputs + o);
                }
            }
        }
    }

    private static void store(
            ConvShape s,
            int firstChannel,
            int width,
            int from,
            int rows,
            float[] sums,
            int firstOutput,
            int outputs,
            float[] gradient,
            int offset) {
        int taps = s.kernelHeight() * s.kernelWidth();
        int groupIn = s.in().channels() / s.groups();
        int groupOut = s.out().channels() / s.groups();
        int end = Math.min(s.out().channels(), firstOutput + outputs);
        for (int row = 0; row < rows && from + row < taps * width; row++) {
            int tap = (from + row) / width;
            int channel = firstChannel + (from + row) % width;
            if (channel < s.in().channels()) {
                int group = channel / groupIn;
                int first = Math.max(firstOutput, group * groupOut);
                int last = Math.min(end, (group + 1) * groupOut);
                for (int o = first; o < last; o++) {
                    gradient[offset + (o * groupIn + channel % groupIn) * taps + tap] =
                            sums[row * outputs + o - firstOutput];
                }
            }
        }
    }
}
