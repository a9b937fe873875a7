package castnet.processor.pass.analysis;

import java.util.BitSet;

/** Which rows (or columns) of an input a window touches: one axis at a time, since windows are products of their axes. */
final class Lines {
    private Lines() {}

    /** All of {@code size} lines. */
    static BitSet all(int size) {
        BitSet lines = new BitSet(size);
        lines.set(0, size);
        return lines;
    }

    /**
     * Lines of the input that the windows of some output lines cover.
     *
     * @param outputs lines of the output
     * @param stride steps between windows
     * @param before lines of padding before the input
     * @param size lines of the input
     */
    static BitSet read(BitSet outputs, int kernel, int stride, int dilation, int before, int size) {
        BitSet read = new BitSet(size);
        for (int o = outputs.nextSetBit(0); o >= 0; o = outputs.nextSetBit(o + 1)) {
            for (int k = 0; k < kernel; k++) {
                int line = o * stride - before + k * dilation;
                if (line >= 0 && line < size) {
                    read.set(line);
                }
            }
        }
        return read;
    }

    /** Lines of the input that some lines read of what a reflection puts {@code before} it and behind it. */
    static BitSet reflected(BitSet outputs, int before, int size) {
        BitSet read = new BitSet(size);
        for (int o = outputs.nextSetBit(0); o >= 0; o = outputs.nextSetBit(o + 1)) {
            int line = Math.abs(o - before);
            read.set(line < size ? line : 2 * (size - 1) - line);
        }
        return read;
    }

    /** Lines of the input that some lines of an upsampling read: the nearest one, or the two around its middle. */
    static BitSet interpolated(BitSet outputs, int scale, boolean bilinear, int size) {
        BitSet read = new BitSet(size);
        for (int o = outputs.nextSetBit(0); o >= 0; o = outputs.nextSetBit(o + 1)) {
            if (bilinear) {
                // (o + ½)/scale − ½ in units of 1/(2·scale), so that no rounding decides what is read.
                int middle = Math.max(2 * o + 1 - scale, 0);
                int first = middle / (2 * scale);
                read.set(first);
                read.set(Math.min(middle % (2 * scale) == 0 ? first : first + 1, size - 1));
            } else {
                read.set(o / scale);
            }
        }
        return read;
    }
}
