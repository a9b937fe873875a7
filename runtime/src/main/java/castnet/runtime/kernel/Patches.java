package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;

/** Copies what output pixels read into one contiguous run each (im2col), a block of pixels at a time. */
final class Patches {

    private Patches() {}

    /** Scratch floats for the patches of a block that take {@code width} channels of each tap. */
    static int floats(ConvShape s, int width) {
        return PixelTiles.BLOCK * s.kernelHeight() * s.kernelWidth() * width;
    }

    /** Fails with both sizes when the worker's scratch memory is too short. */
    static void checkScratch(Worker w, int needed, String kernel) {
        if (w.scratch().length < needed) {
            throw new IllegalArgumentException(
                    "%s needs %d floats of scratch memory, the worker has %d".formatted(kernel, needed, w.scratch().length));
        }
    }

    /** Whether what a pixel reads is already one contiguous run, channel padding and halo included. */
    static boolean contiguous(ConvShape s) {
        boolean fullRows = s.kernelWidth() * s.in().channelStride() == s.in().rowStride() && s.dilationHeight() == 1;
        return s.dilationWidth() == 1 && (s.kernelHeight() == 1 || fullRows);
    }

    /**
     * Patches of a block, in the order {@code (kh, kw, channel)}; the table's input offsets then point to them.
     *
     * @param channel first of the {@code width} channels to copy of each tap
     * @param at table of the block, see {@link PixelTiles}
     * @param pixels pixels of the block
     */
    static void gather(ConvShape s, float[] x, int channel, int width, int[] at, int pixels, float[] patches) {
        Layout in = s.in();
        boolean wholeRows = width == in.channelStride() && s.dilationWidth() == 1;
        int copies = wholeRows ? 1 : s.kernelWidth();
        int floats = wholeRows ? s.kernelWidth() * width : width;
        int step = s.dilationWidth() * in.channelStride();
        int rowStep = s.dilationHeight() * in.rowStride();
        int to = 0;
        int padded = PixelTiles.count(pixels) * PixelTiles.TILE;
        for (int pixel = 0; pixel < padded; pixel++) {
            int t = pixel / PixelTiles.TILE * PixelTiles.ENTRY + pixel % PixelTiles.TILE;
            int row = at[t] + channel;
            at[t] = to;
            for (int i = 0; i < s.kernelHeight(); i++, row += rowStep) {
                for (int j = 0; j < copies; j++, to += floats) {
                    System.arraycopy(x, row + j * step, patches, to, floats);
                }
            }
        }
    }
}
