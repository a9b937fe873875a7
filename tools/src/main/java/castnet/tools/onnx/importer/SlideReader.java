package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import java.util.Collections;
import java.util.List;

/** Reads kernel, stride, padding and dilation of a node, with padding resolved to numbers. */
final class SlideReader {
    private static final long LARGEST = 1 << 20;

    private SlideReader() {}

    /** The window of a node over a map or, with one number each, over a line. */
    static Slide of(OnnxNode node, List<Long> sizes, MapValue x, Pending.Zeros zeros)
            throws OnnxException, Unsupported {
        int dimensions = x.rank() - 2;
        if (sizes.size() != dimensions || dimensions == 0) {
            throw new Unsupported("a window of %d dimensions, over an input N×%s"
                    .formatted(
                            sizes.size(),
                            String.join(
                                    "×", x.sizes().stream().map(String::valueOf).toList())));
        }
        List<Long> kernel = dimensions == 1 ? List.of(1L, sizes.getFirst()) : sizes;
        List<Long> stride = pair(node, "strides", dimensions);
        List<Long> dilation = pair(node, "dilations", dimensions);
        List<Long> pads = pads(node, dimensions);
        for (long size : kernel) {
            requireRange("kernel", size, 1);
        }
        String auto = node.text("auto_pad", "NOTSET");
        int height = x.height() + zeros.top() + zeros.bottom();
        int width = x.width() + zeros.left() + zeros.right();
        long[] rows = {0, 0};
        long[] columns = {0, 0};
        switch (auto) {
            case "SAME_UPPER", "SAME_LOWER" -> {
                boolean upper = auto.equals("SAME_UPPER");
                rows = same(height, kernel.get(0), stride.get(0), dilation.get(0), upper);
                columns = same(width, kernel.get(1), stride.get(1), dilation.get(1), upper);
            }
            case "VALID" -> {}
            case "NOTSET", "" -> {
                rows = new long[] {pads.get(0), pads.get(2)};
                columns = new long[] {pads.get(1), pads.get(3)};
            }
            default -> throw new Unsupported("no such auto_pad: " + auto);
        }
        for (long pad : new long[] {rows[0], rows[1], columns[0], columns[1]}) {
            requireRange("padding", pad, 0);
        }
        return new Slide(
                Math.toIntExact(kernel.get(0)),
                Math.toIntExact(kernel.get(1)),
                Math.toIntExact(stride.get(0)),
                Math.toIntExact(stride.get(1)),
                (int) rows[0],
                (int) columns[0],
                (int) rows[1],
                (int) columns[1],
                Math.toIntExact(dilation.get(0)),
                Math.toIntExact(dilation.get(1)),
                node.integer("ceil_mode", 0) != 0);
    }

    private static List<Long> pair(OnnxNode node, String attribute, int dimensions) throws OnnxException, Unsupported {
        List<Long> found = node.integers(attribute, Collections.nCopies(dimensions, 1L));
        if (found.size() != dimensions) {
            throw new Unsupported("%d %s are expected, found %s".formatted(dimensions, attribute, found));
        }
        for (long size : found) {
            requireRange(attribute, size, 1);
        }
        return dimensions == 1 ? List.of(1L, found.getFirst()) : found;
    }

    /** Top, left, bottom, right. */
    private static List<Long> pads(OnnxNode node, int dimensions) throws OnnxException, Unsupported {
        List<Long> found = node.integers("pads", Collections.nCopies(2 * dimensions, 0L));
        if (found.size() != 2 * dimensions) {
            throw new Unsupported("%d paddings are expected, found %s".formatted(2 * dimensions, found));
        }
        return dimensions == 1 ? List.of(0L, found.get(0), 0L, found.get(1)) : found;
    }

    private static void requireRange(String what, long found, long least) throws Unsupported {
        if (found < least || found > LARGEST) {
            throw new Unsupported("%s of %d; %d to %d are expected".formatted(what, found, least, LARGEST));
        }
    }

    private static long[] same(int size, long kernel, long stride, long dilation, boolean upper) {
        long span = dilation * (kernel - 1) + 1;
        long total = Math.max(0, (Math.ceilDiv(size, stride) - 1) * stride + span - size);
        long less = total / 2;
        return upper ? new long[] {less, total - less} : new long[] {total - less, less};
    }
}
