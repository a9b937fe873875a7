package castnet.processor.declaration;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.List;

/** Makes windows of the attributes kernel, stride, padding, pad, dilation, ceilMode. */
final class Windows {
    /** Larger numbers are slips of the finger, and would overflow what is computed with them. */
    static final int LARGEST = 1 << 16;

    private Windows() {}

    /** The window of a convolution or a pool over an input of that shape. */
    static Window of(Attributes a, TensorShape x) {
        int[] kernel = pair(a, "kernel", 1);
        boolean sameAsKernel = a.integers("stride").isEmpty();
        int[] stride = sameAsKernel ? kernel : pair(a, "stride", 1);
        boolean isConv = a.annotation().equals("Conv");
        int[] dilation = isConv ? pair(a, "dilation", 1) : new int[] {1, 1};
        boolean ceil = !isConv && a.flag("ceilMode");
        requireSpan(a, (long) dilation[0] * (kernel[0] - 1) + 1);
        requireSpan(a, (long) dilation[1] * (kernel[1] - 1) + 1);
        Window bare = new Window(
                kernel[0], kernel[1], stride[0], stride[1], 0, 0, 0, 0, dilation[0], dilation[1], ceil);
        int[] pad = pad(a, bare, x);
        return new Window(
                kernel[0], kernel[1], stride[0], stride[1], pad[0], pad[1], pad[2], pad[3], dilation[0], dilation[1], ceil);
    }

    private static void requireSpan(Attributes a, long span) {
        if (span > LARGEST) {
            throw broken(a, "kernel", "a window spans at most %d, found %d".formatted(LARGEST, span));
        }
    }

    /** Top, left, bottom, right. */
    private static int[] pad(Attributes a, Window bare, TensorShape x) {
        List<Integer> pad = a.integers("pad");
        if (!pad.isEmpty()) {
            if (a.isWritten("padding")) {
                throw broken(a, "pad", "pad and padding contradict each other: write one of them");
            }
            pad.forEach(p -> requireRange(a, "pad", p, 0));
            return switch (pad.size()) {
                case 1 -> new int[] {pad.get(0), pad.get(0), pad.get(0), pad.get(0)};
                case 2 -> new int[] {pad.get(0), pad.get(1), pad.get(0), pad.get(1)};
                case 4 -> new int[] {pad.get(0), pad.get(1), pad.get(2), pad.get(3)};
                default -> throw broken(a, "pad", "1, 2 or 4 values are expected, found " + pad.size());
            };
        }
        int vertical = (bare.spanHeight() - 1) / 2;
        int horizontal = (bare.spanWidth() - 1) / 2;
        return switch (a.text("padding")) {
            case "NONE" -> new int[] {0, 0, 0, 0};
            case "SAME" -> same(bare, x);
            default -> new int[] {vertical, horizontal, vertical, horizontal};
        };
    }

    // TensorFlow: output ⌈size/stride⌉, the odd cell after the last.
    private static int[] same(Window w, TensorShape x) {
        int rows = Math.max(
                (Math.ceilDiv(x.height(), w.strideHeight()) - 1) * w.strideHeight() + w.spanHeight() - x.height(), 0);
        int columns = Math.max(
                (Math.ceilDiv(x.width(), w.strideWidth()) - 1) * w.strideWidth() + w.spanWidth() - x.width(), 0);
        return new int[] {rows / 2, columns / 2, rows - rows / 2, columns - columns / 2};
    }

    private static int[] pair(Attributes a, String attribute, int lowest) {
        List<Integer> values = a.integers(attribute);
        if (values.isEmpty() || values.size() > 2) {
            throw broken(a, attribute, "1 or 2 values are expected, found " + values.size());
        }
        values.forEach(v -> requireRange(a, attribute, v, lowest));
        return new int[] {values.getFirst(), values.getLast()};
    }

    /** Refuses a number below {@code lowest} or absurdly large. */
    static void requireRange(Attributes a, String attribute, int value, int lowest) {
        if (value < lowest || value > LARGEST) {
            throw broken(a, attribute, "a number from %d to %d is expected, found %d".formatted(lowest, LARGEST, value));
        }
    }

    /** What is wrong with an attribute. */
    static LayerBuilder.Broken broken(Attributes a, String attribute, String text) {
        return new LayerBuilder.Broken(
                new Finding(FindingId.ATTRIBUTE, a.at(attribute), "@" + a.annotation() + "(" + attribute + "): " + text));
    }
}
