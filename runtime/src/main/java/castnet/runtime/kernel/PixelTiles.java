package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;

/**
 * Where the output pixels of a block, and what they read, begin: the table that lets a register tile hold any six pixels, across
 * row ends, halos, strides and images. It lies in {@code Worker.offsets()}:
 *
 * <pre>
 *   tile 0                                        tile 1         ...   tile 15
 *   input(0..5) | output(0..5) | residual(0..5) | input(0..5) ...
 *   at t = 0                                      t = ENTRY
 * </pre>
 *
 * <p>A partial tile repeats its last pixel.
 */
final class PixelTiles {

    /** Pixels of a register tile. */
    static final int TILE = 6;

    /** Pixels of a block: its input and one panel of weights stay in the cache while all panels pass over it. */
    static final int BLOCK = 96;

    /** Tiles of a block. */
    static final int TILES = BLOCK / TILE;

    /** Position of the output offsets within an entry. */
    static final int OUTPUT = TILE;

    /** Position of the residual offsets within an entry. */
    static final int RESIDUAL = 2 * TILE;

    /** Ints from one tile to the next. */
    static final int ENTRY = 3 * TILE;

    private PixelTiles() {}

    /** Tiles that {@code pixels} pixels take. */
    static int count(int pixels) {
        return (pixels + TILE - 1) / TILE;
    }

    /** Where the table holds the input offset of a pixel of the block. */
    static int entry(int pixel) {
        return pixel / TILE * ENTRY + pixel % TILE;
    }

    /**
     * Fills the table for the output pixels {@code from <= p < to} of all images, numbered row by row, image by image; at most
     * {@value #BLOCK}.
     *
     * @param at the table
     * @param s the convolution
     * @param xo base of the input
     * @param rl layout of the residual
     * @param ro base of the residual
     * @param yo base of the output
     */
    static void fill(int[] at, ConvShape s, int xo, Layout rl, int ro, int yo, int from, int to) {
        Layout in = s.in();
        Layout out = s.out();
        int image = from / out.pixels();
        int row = from % out.pixels() / out.width();
        int column = from % out.width();
        for (int pixel = 0; pixel < to - from; pixel++) {
            int input = xo
                    + image * in.imageStride()
                    + in.offset(row * s.strideHeight() - s.padTop(), column * s.strideWidth() - s.padLeft());
            int output = yo + image * out.imageStride() + out.offset(row, column);
            int residual = ro + image * rl.imageStride() + rl.offset(row, column);
            put(at, pixel, input, output, residual);
            if (++column == out.width()) {
                column = 0;
                if (++row == out.height()) {
                    row = 0;
                    image++;
                }
            }
        }
        repeatLast(at, to - from);
    }

    private static void put(int[] at, int pixel, int input, int output, int residual) {
        int t = entry(pixel);
        at[t] = input;
        at[t + OUTPUT] = output;
        at[t + RESIDUAL] = residual;
    }

    private static void repeatLast(int[] at, int filled) {
        int last = entry(filled - 1);
        for (int pixel = filled; pixel % TILE != 0; pixel++) {
            put(at, pixel, at[last], at[last + OUTPUT], at[last + RESIDUAL]);
        }
    }
}
