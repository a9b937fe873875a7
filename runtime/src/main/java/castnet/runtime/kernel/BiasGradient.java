package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/**
 * Sum of {@code dy} over all pixels, per channel: rows in registers, rows into the sum of the image, images into the sum of the
 * batch, so that rounding errors grow with each of the three lengths and not with their product. Work is split over blocks of 16
 * channels, so that a line of the cache is read once.
 */
final class BiasGradient {
    private static final int BLOCK = Layout.CHANNEL_BLOCK;

    /** The sums of an image and of the batch. */
    static final int SCRATCH = 2 * BLOCK;

    private BiasGradient() {}

    static void run(Layout dyl, int channels, float[] dy, int dyo, float[] gradient, int offset, int n, Worker w) {
        Patches.checkScratch(w, SCRATCH, "ConvGradient.bias");
        float[] sums = w.scratch();
        int blocks = Math.ceilDiv(channels, BLOCK);
        for (int block = w.from(blocks); block < w.to(blocks); block++) {
            int first = block * BLOCK;
            Arrays.fill(sums, 0, BLOCK, 0f);
            for (int image = 0; image < n; image++) {
                Arrays.fill(sums, BLOCK, SCRATCH, 0f);
                int base = dyo + image * dyl.imageStride() + first;
                for (int row = 0; row < dyl.height(); row++) {
                    PixelLoops.addPixels(dy, base + dyl.offset(row, 0), dyl.channelStride(), dyl.width(), sums, BLOCK);
                }
                PixelLoops.add(sums, BLOCK, sums, 0, BLOCK);
            }
            System.arraycopy(sums, 0, gradient, offset + first, Math.min(BLOCK, channels - first));
        }
    }
}
