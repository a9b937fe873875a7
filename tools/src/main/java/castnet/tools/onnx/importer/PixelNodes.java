package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Nodes that leave pixels out or put some in. */
final class PixelNodes {
    private static final int LARGEST_PADDING = 1 << 20;
    private static final int LARGEST_SCALE = 64;

    private final Translation so;

    PixelNodes(Translation so) {
        this.so = so;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        return switch (node.op()) {
            case "Pad" -> pad(node);
            case "Slice" -> slice(node);
            default -> resize(node);
        };
    }

    private MapValue pad(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = Translation.requireMap(so.pending(node.input(0)));
        if (x.pending() != null && !(x.pending() instanceof Pending.Zeros)) {
            x = so.value(node.input(0));
        }
        long[] pads = pads(node, x.rank());
        String mode = node.text("mode", "constant");
        OnnxTensor fill = node.input(2).isEmpty() ? null : so.constant(node, 2, "value");
        float value =
                fill == null ? node.number("value", 0) : fill.size() == 0 ? 0 : fill.requireFloats(node.describe())[0];
        boolean reflect = mode.equals("reflect");
        if (!reflect && (!mode.equals("constant") || value != 0)) {
            throw new Unsupported("zeros and reflections are padded, this one is %s"
                    .formatted(mode.equals("constant") ? "of " + value : mode));
        }
        int r = x.rank();
        boolean line = r < MapValue.MAP;
        Pending.Zeros around = new Pending.Zeros(
                line ? 0 : (int) pads[2], (int) pads[r - 1], line ? 0 : (int) pads[r + 2], (int) pads[2 * r - 1]);
        int before = (int) pads[1];
        int after = (int) pads[r + 1];
        if (pads[0] != 0 || pads[r] != 0) {
            throw new Unsupported("the batch cannot be padded");
        }
        if (reflect) {
            if (before != 0 || after != 0) {
                throw new Unsupported("channels are padded with zeros only");
            }
            return reflected(node, so.value(node.input(0)), around);
        }
        if (before == 0 && after == 0) {
            return zeros(x, around);
        }
        MapValue inside = so.value(node.input(0));
        int step = so.step(new Layer.PadChannels(before, after), node, inside);
        int channels = Math.addExact(inside.channels(), before + after);
        return zeros(new MapValue(step, channels, inside.height(), inside.width(), r), around);
    }

    /** One number of every dimension before, then one behind. */
    private long[] pads(OnnxNode node, int rank) throws OnnxException, Unsupported {
        List<Long> found = node.input(1).isEmpty()
                ? node.integers("pads", node.integers("paddings", List.of()))
                : so.constant(node, 1, "pads").requireIntegers(node.describe());
        List<Long> axes = node.input(3).isEmpty()
                ? LongStream.range(0, rank).boxed().toList()
                : so.constant(node, 3, "axes").requireIntegers(node.describe());
        if (found.size() != 2 * axes.size() || found.stream().anyMatch(p -> p < 0 || p > LARGEST_PADDING)) {
            throw new Unsupported(
                    "%d paddings of 0 to %d are expected, found %s".formatted(2 * axes.size(), LARGEST_PADDING, found));
        }
        long[] pads = new long[2 * rank];
        for (int i = 0; i < axes.size(); i++) {
            int axis = axis(axes.get(i), rank);
            pads[axis] = found.get(i);
            pads[rank + axis] = found.get(axes.size() + i);
        }
        return pads;
    }

    private static int axis(long written, int rank) throws Unsupported {
        long axis = written < 0 ? written + rank : written;
        if (axis < 0 || axis >= rank) {
            throw new Unsupported("no axis %d of %d dimensions".formatted(written, rank));
        }
        return (int) axis;
    }

    private MapValue reflected(OnnxNode node, MapValue x, Pending.Zeros around) throws Unsupported {
        if (Math.max(around.top(), around.bottom()) >= x.height()
                || Math.max(around.left(), around.right()) >= x.width()) {
            throw new Unsupported("a reflection is smaller than the map, here %s".formatted(x.shape()));
        }
        return new MapValue(
                so.step(new Layer.Pad(around, true), node, x),
                x.channels(),
                Math.addExact(x.height(), around.top() + around.bottom()),
                Math.addExact(x.width(), around.left() + around.right()),
                x.rank());
    }

    private static MapValue zeros(MapValue x, Pending.Zeros around) throws Unsupported {
        Pending.Zeros before = x.pending() instanceof Pending.Zeros inner ? inner : Pending.Zeros.NONE;
        Pending.Zeros zeros = new Pending.Zeros(
                before.top() + around.top(),
                before.left() + around.left(),
                before.bottom() + around.bottom(),
                before.right() + around.right());
        if (Math.max(zeros.top() + zeros.bottom(), zeros.left() + zeros.right()) > LARGEST_PADDING) {
            throw new Unsupported("more than %d rows or columns of padding".formatted(LARGEST_PADDING));
        }
        return x.with(zeros.equals(Pending.Zeros.NONE) ? null : zeros);
    }

    /** Every n-th row and column is what a max pool of one pixel with that stride reads. */
    private MapValue slice(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        List<Long> starts = list(node, 1, "starts");
        List<Long> ends = list(node, 2, "ends");
        List<Long> axes = node.input(3).isEmpty()
                ? node.integers(
                        "axes", LongStream.range(0, starts.size()).boxed().toList())
                : list(node, 3, "axes");
        List<Long> steps = node.input(4).isEmpty() ? Collections.nCopies(starts.size(), 1L) : list(node, 4, "steps");
        if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size()) {
            throw new Unsupported("as many ends, axes and steps as starts are expected");
        }
        int[] strides = {1, 1};
        for (int i = 0; i < starts.size(); i++) {
            int axis = axis(axes.get(i), x.rank());
            long size = axis == 0 ? Integer.MAX_VALUE : x.sizes().get(axis - 1);
            long step = steps.get(i);
            long end = Math.min(size, ends.get(i) < 0 ? ends.get(i) + size : ends.get(i));
            boolean whole = starts.get(i) == 0 && step >= 1 && Math.ceilDiv(end, step) == Math.ceilDiv(size, step);
            if (!whole || (step > 1 && axis < 2)) {
                throw new Unsupported(
                        "the language takes every n-th row and column, this one from %d to %d by %d of axis %d"
                                .formatted(starts.get(i), ends.get(i), step, axis));
            }
            if (axis >= 2) {
                strides[axis == x.rank() - 1 ? 1 : 0] = Math.toIntExact(Math.min(step, size));
            }
        }
        return strides[0] == 1 && strides[1] == 1 ? x : subsampled(node, x, strides[0], strides[1]);
    }

    private MapValue subsampled(OnnxNode node, MapValue x, int down, int right) throws Unsupported {
        Step before = so.mergeable(x);
        Slide slide = Slide.pixel(down, right);
        int step = x.step();
        if (before != null
                && before.layer() instanceof Layer.Pool(boolean isMax, Slide s, boolean ignored)
                && isMax
                && s.equals(Slide.pixel(s.strideHeight(), s.strideWidth()))) {
            Slide both =
                    Slide.pixel(Math.multiplyExact(s.strideHeight(), down), Math.multiplyExact(s.strideWidth(), right));
            so.replace(x, new Layer.Pool(true, both, false), Map.of());
        } else {
            step = so.step(new Layer.Pool(true, slide, false), node, x);
        }
        return new MapValue(step, x.channels(), slide.height(x.height()), slide.width(x.width()), x.rank());
    }

    private List<Long> list(OnnxNode node, int input, String what) throws OnnxException, Unsupported {
        return node.input(input).isEmpty()
                ? node.integers(what, List.of())
                : so.constant(node, input, what).requireIntegers(node.describe());
    }

    private MapValue resize(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.map(node.input(0));
        int scale = scale(node, x);
        if (scale == 1) {
            return x;
        }
        boolean old = node.op().equals("Upsample");
        String mode = node.text("mode", "nearest");
        String places = node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        boolean middles = places.equals("half_pixel") || places.equals("pytorch_half_pixel");
        String rounding = node.text("nearest_mode", old ? "floor" : "round_prefer_floor");
        // (o + ½)/scale − ½ lies within half a pixel of ⌊o/scale⌋, o/scale at or above it.
        boolean nearest = mode.equals("nearest")
                && (middles ? rounding.startsWith("round") : places.equals("asymmetric") && rounding.equals("floor"));
        boolean bilinear = mode.equals("linear") && middles && node.integer("exclude_outside", 0) == 0;
        if (!nearest && !bilinear) {
            throw new Unsupported(
                    "the language resizes to the nearest pixel or, by half pixels, linearly; this one is %s, %s%s"
                            .formatted(mode, places, mode.equals("nearest") ? ", " + rounding : ""));
        }
        return new MapValue(
                so.step(new Layer.Upsample(scale, bilinear), node, x),
                x.channels(),
                Math.multiplyExact(x.height(), scale),
                Math.multiplyExact(x.width(), scale),
                x.rank());
    }

    /** The factor of rows and columns, which must be the same whole number. */
    private int scale(OnnxNode node, MapValue x) throws OnnxException, Unsupported {
        int at = node.op().equals("Upsample") ? 1 : 2;
        float[] scales = {};
        if (!node.input(at).isEmpty()) {
            scales = so.constant(node, at, "scales").requireFloats(node.describe());
        }
        if (scales.length == 0) {
            if (node.input(3).isEmpty()) {
                throw new Unsupported("scales or sizes are expected as constants");
            }
            List<Long> sizes = so.constant(node, 3, "sizes").requireIntegers(node.describe());
            scales = new float[sizes.size()];
            for (int i = 0; i < scales.length && i < x.rank(); i++) {
                scales[i] = i == 0 ? 1 : (float) sizes.get(i) / x.sizes().get(i - 1);
            }
        }
        boolean square = scales.length == MapValue.MAP
                && x.rank() == MapValue.MAP
                && scales[0] == 1
                && scales[1] == 1
                && scales[2] == scales[3]
                && scales[2] >= 1
                && scales[2] <= LARGEST_SCALE
                && scales[2] == (int) scales[2];
        if (!square) {
            throw new Unsupported("rows and columns by the same whole number up to %d are expected, found %s"
                    .formatted(LARGEST_SCALE, Arrays.toString(scales)));
        }
        return (int) scales[2];
    }
}
