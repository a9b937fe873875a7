package castnet.processor.plan.cuda;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import castnet.processor.plan.cuda.Call.Argument;
import castnet.processor.plan.cuda.Template.Grid;
import java.util.List;

/** Kernels of a convolution's gradients. */
final class ConvolutionGradients {
    private static final String PART = "gradient";

    /** Slices of a weight's gradient are made until there are so many blocks, */
    private static final int BLOCKS = 512;

    /** but never more. */
    private static final int MOST_SLICES = 64;

    private final FlatArrays arrays;
    private long sliceFloats;

    ConvolutionGradients(FlatArrays arrays) {
        this.arrays = arrays;
    }

    /** The largest of all weights' slices. */
    long sliceFloats() {
        return sliceFloats;
    }

    Call data(Node node, Op.ConvDataGradient g) {
        TensorShape x = g.input();
        TensorShape y = node.input().shape();
        Op.Conv2d conv = g.of();
        int inputs = x.channels() / conv.groups();
        Constants constants = geometry(conv, x, y).add("ADD", g.accumulate());
        boolean narrow = inputs < CudaLowering.NARROW;
        Grid grid = Grid.elements(x.elements());
        if (!narrow) {
            int products = taps(conv.window()) * (y.channels() / conv.groups());
            Tile tile = Tile.of(x.pixels(), inputs, products);
            constants.tile(tile);
            grid = new Grid(
                    Math.ceilDiv(x.pixels(), tile.pixels()),
                    conv.groups() * Math.ceilDiv(inputs, tile.channels()),
                    0,
                    tile.threads());
        }
        return Call.of(PART, narrow ? "direct_data_gradient" : "data_gradient", name(conv, x, y))
                .constants(constants)
                .arguments(
                        Argument.read("dy", node.input()),
                        Argument.read("w", arrays.parameter(node, ParameterRole.WEIGHT)),
                        g.accumulate() ? Argument.read("s", node.inputs().get(1)) : Argument.NONE,
                        Argument.written("dx", node.output()))
                .grid(grid);
    }

    List<Call> weight(Node node, Op.ConvWeightGradient g) {
        TensorShape x = node.input().shape();
        TensorShape y = node.inputs().get(1).shape();
        Op.Conv2d conv = g.of();
        int outputs = y.channels() / conv.groups();
        int rows = taps(conv.window()) * (x.channels() / conv.groups());
        int weights = rows * y.channels();
        Constants constants = geometry(conv, x, y);
        boolean narrow = outputs < CudaLowering.NARROW;
        Grid plane = Grid.once(weights);
        if (!narrow) {
            Tile tile = Tile.of(rows, outputs, y.pixels());
            constants.tile(tile);
            plane = new Grid(
                    Math.ceilDiv(rows, tile.pixels()),
                    conv.groups() * Math.ceilDiv(outputs, tile.channels()),
                    1,
                    tile.threads());
        }
        int slices = Math.clamp(Math.ceilDiv(BLOCKS, plane.x() * plane.y()), 1, MOST_SLICES);
        sliceFloats = Math.max(sliceFloats, slices == 1 ? 0 : (long) slices * weights);
        CudaPlan.Pointer gradient = arrays.gradient(node, ParameterRole.WEIGHT);
        Call part = Call.of(PART, narrow ? "direct_weight_gradient" : "weight_gradient", name(conv, x, y))
                .constants(constants.add("SLICES", slices))
                .arguments(
                        Argument.read("x", node.input()),
                        Argument.read("dy", node.inputs().get(1)),
                        Argument.STEP,
                        slices == 1
                                ? Argument.written("part", gradient)
                                : Argument.slices("part").written())
                .grid(new Grid(plane.x(), plane.y(), slices, plane.threads()));
        Call sum = Call.of(PART, "sum_slices", "%d_of_%d".formatted(slices, weights))
                .constants(new Constants().add("E", weights).add("SLICES", slices))
                .arguments(Argument.slices("part"), Argument.written("gradient", gradient))
                .grid(Grid.once(weights));
        return slices == 1 ? List.of(part) : List.of(part, sum);
    }

    private static Constants geometry(Op.Conv2d conv, TensorShape x, TensorShape y) {
        return new Constants()
                .image(x)
                .output(y)
                .window(conv.window())
                .add("O", y.channels())
                .add("GROUPS", conv.groups());
    }

    private static String name(Op.Conv2d conv, TensorShape x, TensorShape y) {
        return KernelParts.convolution("", x, y, conv.window(), conv.groups());
    }

    private static int taps(Window w) {
        return w.kernelHeight() * w.kernelWidth();
    }
}
