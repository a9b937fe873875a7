package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import java.util.List;

/** Reads kernel, stride, padding and dilation of a node, with padding resolved to numbers. */
final class SlideReader {
    private static final long LARGEST = 1 << 20;

    private SlideReader() {}

    static Slide of(OnnxNode node, List<Long> kernel, MapValue x) throws OnnxException, Unsupported {
        if (kernel.size() != 2) {
            throw new Unsupported("the language has windows of 2 dimensions, this one has " + kernel.size());
        }
        List<Long> stride = pair(node, "strides");
        List<Long> dilation = pair(node, "dilations");
        List<Long> pads = node.integers("pads", List.of(0L, 0L, 0L, 0L));
        for (long size : kernel) {
            requireRange("kernel", size, 1);
        }
        String auto = node.text("auto_pad", "NOTSET");
        Slide.Zeros zeros = x.zeros();
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
                if (pads.size() != 4) {
                    throw new Unsupported("4 paddings are expected, found " + pads);
                }
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

    private static List<Long> pair(OnnxNode node, String attribute) throws OnnxException, Unsupported {
        List<Long> pair = node.integers(attribute, List.of(1L, 1L));
        if (pair.size() != 2) {
            throw new Unsupported("2 %s are expected, found %s".formatted(attribute, pair));
        }
        for (long size : pair) {
            requireRange(attribute, size, 1);
        }
        return pair;
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
