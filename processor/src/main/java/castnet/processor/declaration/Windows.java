package castnet.processor.declaration;

import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.List;

/** Makes windows of the attributes kernel, stride, padding, pad, dilation, ceilMode, which {@link AttributeRules} have seen. */
final class Windows {
    private static final int ROWS = 0;
    private static final int COLUMNS = 1;

    private Windows() {}

    /** The window of a convolution or a pool over an input of that shape. */
    static Window of(Attributes a, TensorShape x) {
        int top = before(a, ROWS, x.height());
        int left = before(a, COLUMNS, x.width());
        return new Window(
                along(a, "kernel", ROWS),
                along(a, "kernel", COLUMNS),
                stride(a, ROWS),
                stride(a, COLUMNS),
                top,
                left,
                after(a, ROWS, x.height(), top),
                after(a, COLUMNS, x.width(), left),
                dilation(a, ROWS),
                dilation(a, COLUMNS),
                !isConv(a) && a.flag("ceilMode"));
    }

    /** Cells that a window covers along an axis. */
    static long span(Attributes a, int axis) {
        return (long) dilation(a, axis) * (along(a, "kernel", axis) - 1) + 1;
    }

    private static int before(Attributes a, int axis, int size) {
        List<Integer> pad = a.integers("pad");
        if (!pad.isEmpty()) {
            return pad.size() == 1 ? pad.getFirst() : pad.get(axis);
        }
        if (isTiling(a)) {
            return 0;
        }
        return switch (a.text("padding")) {
            case "NONE" -> 0;
            case "SAME" -> same(a, axis, size) / 2;
            default -> (int) (span(a, axis) - 1) / 2;
        };
    }

    /** Whether nothing is said of a pool but its window: windows side by side cover the map, and half a window more would shift them. */
    private static boolean isTiling(Attributes a) {
        return !isConv(a) && a.integers("stride").isEmpty() && !a.isWritten("padding");
    }

    private static int after(Attributes a, int axis, int size, int before) {
        List<Integer> pad = a.integers("pad");
        if (pad.size() == 4) {
            return pad.get(2 + axis);
        }
        boolean same = pad.isEmpty() && a.text("padding").equals("SAME");
        return same ? same(a, axis, size) - before : before;
    }

    // TensorFlow: output ⌈size/stride⌉, the odd cell after the last.
    private static int same(Attributes a, int axis, int size) {
        long outputs = Math.ceilDiv(size, stride(a, axis));
        return (int) Math.max((outputs - 1) * stride(a, axis) + span(a, axis) - size, 0);
    }

    private static int stride(Attributes a, int axis) {
        return along(a, a.integers("stride").isEmpty() ? "kernel" : "stride", axis);
    }

    private static int dilation(Attributes a, int axis) {
        return isConv(a) ? along(a, "dilation", axis) : 1;
    }

    private static boolean isConv(Attributes a) {
        return a.annotation().equals("Conv");
    }

    private static int along(Attributes a, String attribute, int axis) {
        List<Integer> values = a.integers(attribute);
        return axis == ROWS ? values.getFirst() : values.getLast();
    }
}
