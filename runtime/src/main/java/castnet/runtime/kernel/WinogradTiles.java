package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/**
 * The output tiles of a convolution, numbered row by row, image by image. The last tile of a row or column begins so early that
 * it ends with the image, and overlaps its neighbour: nothing is read beyond what the convolution itself reads.
 *
 * <p>The table of a block's tiles lies in {@code Worker.offsets()}: {@value #ENTRY} ints for each.
 */
final class WinogradTiles {
    /** Position in an entry of the output offset of the tile's first pixel. */
    static final int OUTPUT = 0;

    /** Position in an entry of the residual offset of the tile's first pixel. */
    static final int RESIDUAL = 1;

    /** Position in an entry of the number of first rows that are the neighbour's. */
    static final int SKIP_ROWS = 2;

    /** Position in an entry of the number of first columns that are the neighbour's. */
    static final int SKIP_COLUMNS = 3;

    /** Ints from one tile to the next. */
    static final int ENTRY = 4;

    /** Tiles that the table holds. */
    static final int MOST = Worker.OFFSETS / ENTRY;

    private WinogradTiles() {}

    /** Tiles of {@code n} images. */
    static int count(WinogradForm f, ConvShape s, int n) {
        return n * perImage(f, s);
    }

    static int perImage(WinogradForm f, ConvShape s) {
        return Math.ceilDiv(s.out().height(), f.outputs) * columns(f, s);
    }

    /** Tiles side by side. */
    static int columns(WinogradForm f, ConvShape s) {
        return Math.ceilDiv(s.out().width(), f.outputs);
    }

    /** First output row of a tile. */
    static int top(WinogradForm f, ConvShape s, int tile) {
        return Math.min(row(f, s, tile), s.out().height() - f.outputs);
    }

    /** First output column of a tile that stands in the given column of tiles. */
    static int left(WinogradForm f, ConvShape s, int column) {
        return Math.min(column * f.outputs, s.out().width() - f.outputs);
    }

    /** First output row that is a tile's own. */
    private static int row(WinogradForm f, ConvShape s, int tile) {
        return tile % perImage(f, s) / columns(f, s) * f.outputs;
    }

    /** Fills the table for the tiles {@code first <= t < first + count}, at most {@value #MOST}. */
    static void fill(int[] at, WinogradForm f, ConvShape s, int first, int count, int ro, Layout rl, int yo) {
        int columns = columns(f, s);
        Layout out = s.out();
        for (int i = 0; i < count; i++) {
            int tile = first + i;
            int image = tile / perImage(f, s);
            int top = top(f, s, tile);
            int left = left(f, s, tile % columns);
            at[i * ENTRY + OUTPUT] = yo + image * out.imageStride() + out.offset(top, left);
            at[i * ENTRY + RESIDUAL] = ro + image * rl.imageStride() + rl.offset(top, left);
            at[i * ENTRY + SKIP_ROWS] = row(f, s, tile) - top;
            at[i * ENTRY + SKIP_COLUMNS] = tile % columns * f.outputs - left;
        }
    }
}
