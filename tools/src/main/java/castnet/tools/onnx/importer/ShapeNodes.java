package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.List;

/** Nodes that move no number: the language flattens, and pads where it convolves. */
final class ShapeNodes {
    private static final int LARGEST_PADDING = 1 << 20;

    private final Translation so;

    ShapeNodes(Translation so) {
        this.so = so;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        return switch (node.op()) {
            case "Flatten" -> flattenNode(node);
            case "Reshape" -> reshape(node);
            case "Squeeze" -> squeeze(node);
            case "Unsqueeze" -> unsqueeze(node);
            default -> pad(node);
        };
    }

    private MapValue flattenNode(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        long axis = node.integer("axis", 1);
        if ((axis < 0 ? axis + (x.row() ? 2 : 4) : axis) != 1) {
            throw new Unsupported("only all but the batch is flattened, found axis " + axis);
        }
        return flatten(node, x);
    }

    private MapValue flatten(OnnxNode node, MapValue x) throws Unsupported {
        if (x.height() == 1 && x.width() == 1) {
            return x.asRow();
        }
        if (x.elements() > Integer.MAX_VALUE) {
            throw new Unsupported("%s are too many for a row".formatted(x.shape()));
        }
        int step = so.step(new Layer.Plain(Layer.Kind.FLATTEN), node, x);
        return new MapValue(step, (int) x.elements(), 1, 1, true);
    }

    private MapValue reshape(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> sizes = node.inputs().size() < 2
                ? node.integers("shape", List.of())
                : so.constant(node, 1, "shape").requireIntegers(node.describe());
        boolean batchStays = !sizes.isEmpty() && sizes.getFirst() >= -1 && sizes.getFirst() <= 1;
        if (batchStays && sizes.size() == 2 && isOrOpen(sizes.get(1), x.elements())) {
            return flatten(node, x);
        }
        boolean column = sizes.size() == 4 && sizes.get(2) == 1 && sizes.get(3) == 1;
        if (batchStays && column && x.row() && isOrOpen(sizes.get(1), x.channels())) {
            return x.asMap();
        }
        if (batchStays
                && sizes.size() == 4
                && sizes.subList(1, 4).equals(List.of((long) x.channels(), (long) x.height(), (long) x.width()))) {
            return x.asMap();
        }
        throw new Unsupported("%s to %s is neither a flattening nor the same".formatted(x.shape(), sizes));
    }

    private static boolean isOrOpen(long found, long expected) {
        return found == expected || found == -1;
    }

    private MapValue squeeze(OnnxNode node) throws Unsupported {
        MapValue x = so.value(node.input(0));
        if (x.height() != 1 || x.width() != 1 || x.channels() == 1) {
            throw new Unsupported("only C×1×1 can lose its height and width, found " + x.shape());
        }
        return x.asRow();
    }

    private MapValue unsqueeze(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> axes = node.input(1).isEmpty()
                ? node.integers("axes", List.of())
                : so.constant(node, 1, "axes").requireIntegers(node.describe());
        if (!x.row() || !axes.equals(List.of(2L, 3L))) {
            throw new Unsupported("only a row N×C can get height and width, at the axes 2 and 3");
        }
        return x.asMap();
    }

    private MapValue pad(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = Translation.requireMap(so.padded(node.input(0)));
        List<Long> pads = node.input(1).isEmpty()
                ? node.integers("pads", node.integers("paddings", List.of()))
                : so.constant(node, 1, "pads").requireIntegers(node.describe());
        OnnxTensor fill = node.input(2).isEmpty() ? null : so.constant(node, 2, "value");
        float value =
                fill == null ? node.number("value", 0) : fill.size() == 0 ? 0 : fill.requireFloats(node.describe())[0];
        if (!node.text("mode", "constant").equals("constant")
                || value != 0
                || !node.input(3).isEmpty()) {
            throw new Unsupported("only zeros around the whole map are padded");
        }
        if (pads.size() != 8 || pads.stream().anyMatch(p -> p < 0 || p > LARGEST_PADDING)) {
            throw new Unsupported("8 paddings of 0 to %d are expected, found %s".formatted(LARGEST_PADDING, pads));
        }
        if (pads.get(0) != 0 || pads.get(1) != 0 || pads.get(4) != 0 || pads.get(5) != 0) {
            throw new Unsupported("channels cannot be padded");
        }
        Slide.Zeros before = x.zeros();
        Slide.Zeros zeros = new Slide.Zeros(
                before.top() + Math.toIntExact(pads.get(2)),
                before.left() + Math.toIntExact(pads.get(3)),
                before.bottom() + Math.toIntExact(pads.get(6)),
                before.right() + Math.toIntExact(pads.get(7)));
        if (Math.max(zeros.top() + zeros.bottom(), zeros.left() + zeros.right()) > LARGEST_PADDING) {
            throw new Unsupported("more than %d rows or columns of padding".formatted(LARGEST_PADDING));
        }
        return new MapValue(x.step(), x.channels(), x.height(), x.width(), false, zeros);
    }
}
