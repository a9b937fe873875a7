package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;

/** The zeros around a tensor. */
public final class Halo {

    private Halo() {}

    /**
     * Zeroes the halo of {@code n} images and leaves the interior alone: for a tensor whose memory held something else before.
     *
     * @param yo base offset of image 0
     */
    public static void clear(Layout l, float[] y, int yo, int n, Worker w) {
        if (l.isDense()) {
            return;
        }
        int rows = l.top() + l.height() + l.bottom();
        int stride = l.rowStride();
        int leftEnd = l.left() * l.channelStride();
        int rightBegin = (l.left() + l.width()) * l.channelStride();
        for (int i = w.from(n * rows); i < w.to(n * rows); i++) {
            int row = i % rows;
            int from = yo + i * stride;
            if (row < l.top() || row >= l.top() + l.height()) {
                Arrays.fill(y, from, from + stride, 0f);
            } else {
                Arrays.fill(y, from, from + leftEnd, 0f);
                Arrays.fill(y, from + rightBegin, from + stride, 0f);
            }
        }
    }
}
