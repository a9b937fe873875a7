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
}
