package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import java.util.ArrayList;
import java.util.List;

/** Nodes that move no number: other dimensions for the same elements. */
final class ShapeNodes {
    private static final long OPEN = -1;

    private final Translation so;

    ShapeNodes(Translation so) {
        this.so = so;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        return switch (node.op()) {
            case "Flatten" -> flatten(node);
            case "Reshape" -> reshape(node);
            case "Squeeze" -> squeeze(node);
            case "Unsqueeze" -> unsqueeze(node);
            default -> expand(node);
        };
    }

    private MapValue flatten(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        long axis = node.integer("axis", 1);
        if (x.axis(axis) != 1) {
            throw new Unsupported("only all but the batch is flattened, found axis " + axis);
        }
        return shaped(node, x, List.of(x.elements()));
    }

    private MapValue reshape(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> sizes = node.inputs().size() < 2
                ? node.integers("shape", List.of())
                : so.constant(node, 1, "shape").requireIntegers(node.describe());
        List<Long> found = new ArrayList<>(sizes);
        for (int i = 1; i < found.size() && i < x.rank(); i++) {
            if (found.get(i) == 0 && node.integer("allowzero", 0) == 0) {
                found.set(i, x.sizes().get(i - 1));
            }
        }
        boolean batchStays = !sizes.isEmpty() && so.isBatch(sizes.getFirst());
        List<Long> rest = batchStays ? found.subList(1, found.size()) : List.of();
        int open = rest.indexOf(OPEN);
        if (open >= 0) {
            long given = 1;
            for (long size : rest) {
                given = size == OPEN ? given : Math.multiplyExact(given, Math.max(1, size));
            }
            rest.set(open, x.elements() / given);
        }
        if (rest.isEmpty() || rest.stream().anyMatch(size -> size < 1)) {
            throw new Unsupported("%s of each image to %s: the batch should stay, and the elements in their image"
                    .formatted(x.shape(), sizes));
        }
        return shaped(node, x, rest);
    }

    private MapValue squeeze(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> axes = axes(node);
        List<Long> rest = new ArrayList<>();
        for (int i = 1; i < x.rank(); i++) {
            int axis = i;
            long size = x.sizes().get(i - 1);
            boolean goes = axes.isEmpty() ? size == 1 : axes.stream().anyMatch(a -> x.axis(a) == axis);
            if (!goes) {
                rest.add(size);
            } else if (size != 1) {
                throw new Unsupported("axis %d of %s is not 1".formatted(axis, x.shape()));
            }
        }
        if (axes.stream().anyMatch(axis -> x.axis(axis) < 1 || x.axis(axis) >= x.rank()) || rest.isEmpty()) {
            throw new Unsupported("the batch and one dimension more should stay, found axes " + axes);
        }
        return shaped(node, x, rest);
    }

    private MapValue unsqueeze(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> axes = axes(node);
        int rank = x.rank() + axes.size();
        List<Long> rest = new ArrayList<>(x.sizes());
        for (long axis : axes.stream().map(a -> a < 0 ? a + rank : a).sorted().toList()) {
            if (axis < 1 || axis > rest.size() + 1) {
                throw new Unsupported("the batch should stay first, found axes " + axes);
            }
            rest.add((int) axis - 1, 1L);
        }
        return shaped(node, x, rest);
    }

    private List<Long> axes(OnnxNode node) throws OnnxException, Unsupported {
        return node.input(1).isEmpty()
                ? node.integers("axes", List.of())
                : so.constant(node, 1, "axes").requireIntegers(node.describe());
    }

    /** The elements of each image, in their order, under other sizes. */
    private MapValue shaped(OnnxNode node, MapValue x, List<Long> sizes) throws Unsupported {
        if (sizes.size() > 3) {
            throw new Unsupported("%s to %s: the language has channels, height and width".formatted(x.shape(), sizes));
        }
        long elements = 1;
        for (long size : sizes) {
            elements = Math.multiplyExact(elements, size);
        }
        if (elements != x.elements()) {
            throw new Unsupported("%s has %d elements, %s has %d".formatted(x.shape(), x.elements(), sizes, elements));
        }
        int rank = sizes.size() + 1;
        int channels = Math.toIntExact(sizes.getFirst());
        int height = rank == MapValue.MAP ? Math.toIntExact(sizes.get(1)) : 1;
        int width = rank == MapValue.ROW ? 1 : Math.toIntExact(sizes.getLast());
        if (channels == x.channels() && height == x.height() && width == x.width()) {
            return x.as(rank);
        }
        Layer layer = height == 1 && width == 1
                ? new Layer.Plain(Layer.Kind.FLATTEN)
                : new Layer.Reshape(channels, height, width);
        return new MapValue(so.step(layer, node, x), channels, height, width, rank);
    }

    /** A pixel for each of a map's. */
    private MapValue expand(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> sizes = so.constant(node, 1, "shape").requireIntegers(node.describe());
        List<Long> rest = sizes.size() == x.rank() ? sizes.subList(1, x.rank()) : List.of();
        boolean known = !rest.isEmpty() && so.isBatch(sizes.getFirst());
        if (known && rest.equals(x.sizes())) {
            return x;
        }
        boolean spreads = known && x.rank() == MapValue.MAP && x.isPixel() && rest.getFirst() == x.channels();
        if (!spreads) {
            throw new Unsupported("%s to %s; only a pixel is repeated, for all of a map".formatted(x.shape(), sizes));
        }
        return x.with(new Pending.Spread(Math.toIntExact(rest.get(1)), Math.toIntExact(rest.get(2))));
    }
}
