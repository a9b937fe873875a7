package castnet.runtime.kernel;

import static castnet.runtime.kernel.Lanes.LANES;
import static castnet.runtime.kernel.Lanes.SPECIES;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import jdk.incubator.vector.FloatVector;

/**
 * Copies what output pixels read into one contiguous run each (im2col), a block of pixels at a time.
 *
 * <pre>
 *   pixel 0                                              pixel 1
 *   tap (0,0) | tap (0,1) | ... | tap (kh-1,kw-1) | slack  tap (0,0) | ...
 *   |- width -|                                   |- 16 -|
 * </pre>
 *
 * <p>The slack lets a copy store whole vectors past the end of what it copies: the next copy, or nobody, reads there.
 */
final class Patches {

    private static final int SLACK = Layout.CHANNEL_BLOCK;

    private Patches() {}

    /** Scratch floats for the patches of a block that take {@code width} channels of each tap. */
    static int floats(ConvShape s, int width) {
        return PixelTiles.BLOCK * stride(s, width);
    }

    private static int stride(ConvShape s, int width) {
        return s.kernelHeight() * s.kernelWidth() * width + SLACK;
    }

    /** Fails with both sizes when the worker's scratch memory is too short. */
    static void checkScratch(Worker w, int needed, String kernel) {
        if (w.scratch().length < needed) {
            throw new IllegalArgumentException("%s needs %d floats of scratch memory, the worker has %d"
                    .formatted(kernel, needed, w.scratch().length));
        }
    }

    /**
     * Channels that a patch of a convolution of one group holds of each tap: without the padding channels where there are many
     * of them (six channels lie in sixteen), unless the kernel reads in place.
     */
    static int width(ConvShape s) {
        Layout in = s.in();
        boolean manyPadded = 4 * in.channels() <= 3 * in.channelStride();
        return manyPadded && !contiguous(s) ? in.channels() : in.channelStride();
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
        int stride = stride(s, width);
        int last = at[PixelTiles.entry(pixels - 1)] + channel + (s.kernelHeight() - 1) * rowStep + (copies - 1) * step;
        int vectors = last + floats + LANES <= x.length ? Math.ceilDiv(floats, LANES) : Integer.MAX_VALUE;
        int outer = wholeRows ? 1 : s.kernelHeight();
        int inner = wholeRows ? s.kernelHeight() : copies;
        int innerStep = wholeRows ? rowStep : step;
        for (int pixel = 0; pixel < pixels; pixel++) {
            int from = at[PixelTiles.entry(pixel)] + channel;
            int to = pixel * stride;
            for (int i = 0; i < outer; i++) {
                copy(x, from + i * rowStep, innerStep, patches, to + i * inner * floats, floats, inner, vectors);
            }
        }
        repeat(at, pixels, stride);
    }

    private static void repeat(int[] at, int pixels, int stride) {
        int padded = PixelTiles.count(pixels) * PixelTiles.TILE;
        for (int pixel = 0; pixel < padded; pixel++) {
            at[PixelTiles.entry(pixel)] = Math.min(pixel, pixels - 1) * stride;
        }
    }

    /**
     * Copies {@code count} runs of {@code floats} floats that lie {@code step} apart. Up to twelve vectors are stored whole, past
     * the end of the run; the next run overwrites that. A call of the array copy for so few floats costs more.
     */
    private static void copy(
            float[] x, int from, int step, float[] patches, int to, int floats, int count, int vectors) {
        switch (vectors) {
            case 1 -> copy1(x, from, step, patches, to, floats, count);
            case 2 -> copy2(x, from, step, patches, to, floats, count);
            case 3 -> copy3(x, from, step, patches, to, floats, count);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12 -> copyVectors(x, from, step, patches, to, floats, count);
            default -> {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(x, from + i * step, patches, to + i * floats, floats);
                }
            }
        }
    }

    private static void copy1(float[] x, int from, int step, float[] patches, int to, int floats, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector.fromArray(SPECIES, x, from + i * step).intoArray(patches, to + i * floats);
        }
    }

    private static void copy2(float[] x, int from, int step, float[] patches, int to, int floats, int count) {
        for (int i = 0; i < count; i++) {
            int source = from + i * step;
            int target = to + i * floats;
            FloatVector.fromArray(SPECIES, x, source).intoArray(patches, target);
            FloatVector.fromArray(SPECIES, x, source + LANES).intoArray(patches, target + LANES);
        }
    }

    private static void copy3(float[] x, int from, int step, float[] patches, int to, int floats, int count) {
        for (int i = 0; i < count; i++) {
            int source = from + i * step;
            int target = to + i * floats;
            FloatVector.fromArray(SPECIES, x, source).intoArray(patches, target);
            FloatVector.fromArray(SPECIES, x, source + LANES).intoArray(patches, target + LANES);
            FloatVector.fromArray(SPECIES, x, source + 2 * LANES).intoArray(patches, target + 2 * LANES);
        }
    }

    private static void copyVectors(float[] x, int from, int step, float[] patches, int to, int floats, int count) {
        for (int i = 0; i < count; i++) {
            int source = from + i * step;
            int target = to + i * floats;
            for (int f = 0; f < floats; f += LANES) {
                FloatVector.fromArray(SPECIES, x, source + f).intoArray(patches, target + f);
            }
        }
    }
}
