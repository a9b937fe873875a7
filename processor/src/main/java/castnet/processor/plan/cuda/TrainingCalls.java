package castnet.processor.plan.cuda;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.TensorShape;
import castnet.processor.plan.cuda.Call.Argument;
import castnet.processor.plan.cuda.Template.Grid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The table of kernels of a training graph: which ones compute a node, in their order. */
final class TrainingCalls {
    private static final String NORM = "norm";
    private static final String SUMS = "sums";

    private final FlatArrays arrays;
    private final ConvolutionGradients convolutions;
    private final BackwardCalls backward;

    /** Where the statistics of a batch norm lie in the fixed memory: mean, then inverse deviation. */
    private final Map<String, Long> statistics = new HashMap<>();

    private final Map<String, Integer> dropouts = new HashMap<>();
    private long fixed;

    TrainingCalls(FlatArrays arrays) {
        this.arrays = arrays;
        this.convolutions = new ConvolutionGradients(arrays);
        this.backward = new BackwardCalls();
    }

    /** Floats per image that a node needs only for itself: partial sums. */
    static long temporary(Node node) {
        int channels = node.input().shape().channels();
        return switch (node.op()) {
            case Op.BatchNorm _, Op.BatchNormGradient _ -> 2L * channels;
            case Op.ConvBiasGradient _ -> channels;
            case Op.Forward _, Op.Training _ -> 0;
        };
    }

    /** Memory that the batch does not multiply: statistics, then the slices of one weight's gradient. */
    long fixedFloats() {
        return fixed + convolutions.sliceFloats();
    }

    /** Where the slices lie; known at the end. */
    long sliceOffset() {
        return fixed;
    }

    List<Call> of(Node node) {
        return switch (node.op()) {
            case Op.Conv2d conv -> List.of(convolution(node, conv));
            case Op.BatchNorm norm -> norm(node, norm);
            case Op.Dropout d -> List.of(dropout(node, node.name(), d.probability()));
            case Op.Forward _ -> List.of(plain(node));
            case Op.ConvDataGradient g -> List.of(convolutions.data(node, g));
            case Op.ConvWeightGradient g -> convolutions.weight(node, g);
            case Op.ConvBiasGradient _ -> bias(node);
            case Op.BatchNormGradient g -> normGradient(node, g);
            case Op.DropoutGradient g -> List.of(dropout(node, g.forward(), g.probability()));
            case Op.Training other -> List.of(backward.of(node, other));
        };
    }

    /** What inference computes in the same way. */
    private static Call plain(Node node) {
        List<Call.Operand> operands = new ArrayList<>();
        node.inputs().forEach(value -> operands.add(new Call.Tensor(value)));
        operands.add(new Call.Tensor(node.output()));
        return new Call(CudaLowering.kernel(node, false, Arithmetic.FP32), operands);
    }

    private Call convolution(Node node, Op.Conv2d conv) {
        Optional<Parameter> bias = node.parameter(ParameterRole.BIAS);
        Parameter weight = node.parameter(ParameterRole.WEIGHT).orElseThrow();
        if (bias.isPresent() && arrays.offset(bias.get()) != arrays.offset(weight) + weight.elements()) {
            throw new IllegalStateException(node.name() + ": its bias does not lie behind its weight");
        }
        List<Call.Operand> operands = new ArrayList<>();
        operands.add(new Call.Tensor(node.input()));
        operands.add(new Call.Fixed(arrays.parameter(node, ParameterRole.WEIGHT)));
        if (conv.epilogue().add()) {
            operands.add(new Call.Tensor(node.inputs().get(1)));
        }
        operands.add(new Call.Tensor(node.output()));
        return new Call(CudaLowering.kernel(node, bias.isPresent(), Arithmetic.FP32), operands);
    }

    private List<Call> norm(Node node, Op.BatchNorm norm) {
        TensorShape shape = node.input().shape();
        long own = fixed;
        statistics.put(node.name(), own);
        fixed += 2L * shape.channels();
        Epilogue epilogue = norm.epilogue();
        Argument partials = Argument.temporary("part");
        Call moments = Call.of(NORM, "norm_moments", KernelParts.of(shape))
                .constants(new Constants().flat(shape))
                .arguments(Argument.read("x", node.input()), partials.written())
                .grid(Grid.channels(shape.channels()));
        Call finish = Call.of(NORM, "norm_finish", KernelParts.of(shape))
                .constants(new Constants()
                        .flat(shape)
                        .add("MOMENTUM", (float) norm.momentum())
                        .add("EPSILON", (float) norm.epsilon()))
                .arguments(
                        partials,
                        Argument.STEP,
                        Argument.written("mean", arrays.statistic(node, ParameterRole.RUNNING_MEAN)),
                        Argument.written("variance", arrays.statistic(node, ParameterRole.RUNNING_VARIANCE)),
                        Argument.written("statistics", FlatArrays.fixed(own)))
                .grid(Grid.once(shape.channels()));
        Call apply = Call.of(NORM, "norm_apply", KernelParts.of(shape) + KernelParts.of(epilogue))
                .constants(
                        new Constants().flat(shape).add("ADD", epilogue.add()).add("RELU", epilogue.relu()))
                .arguments(
                        Argument.read("x", node.input()),
                        Argument.read("statistics", FlatArrays.fixed(own)),
                        Argument.read("gamma", arrays.parameter(node, ParameterRole.GAMMA)),
                        Argument.read("beta", arrays.parameter(node, ParameterRole.BETA)),
                        epilogue.add() ? Argument.read("r", node.inputs().get(1)) : Argument.NONE,
                        Argument.written("y", node.output()))
                .grid(Grid.elements(shape.elements()));
        return List.of(moments, finish, apply);
    }

    private List<Call> normGradient(Node node, Op.BatchNormGradient g) {
        TensorShape shape = node.input().shape();
        Epilogue epilogue = g.of().epilogue();
        Long own = statistics.get(g.forward());
        if (own == null) {
            throw new IllegalArgumentException("the gradient of " + g.forward() + " comes before it");
        }
        boolean residual = node.outputs().size() > 1;
        Constants constants = new Constants().flat(shape).add("ADD", residual).add("RELU", epilogue.relu());
        String of = KernelParts.of(shape) + KernelParts.of(new Epilogue(residual, epilogue.relu()));
        List<Argument> read = List.of(
                Argument.read("dy", node.input()),
                Argument.read("x", node.inputs().get(1)),
                epilogue.relu() ? Argument.read("y", node.inputs().get(2)) : Argument.NONE,
                Argument.read("statistics", FlatArrays.fixed(own)));
        Argument partials = Argument.temporary("part");
        CudaPlan.Pointer dgamma = arrays.gradient(node, ParameterRole.GAMMA);
        CudaPlan.Pointer dbeta = arrays.gradient(node, ParameterRole.BETA);
        Call sums = Call.of(NORM, "norm_gradient_sums", of)
                .constants(constants)
                .arguments(Stream.concat(read.stream(), Stream.of(partials.written())))
                .grid(Grid.channels(shape.channels()));
        Call finish = Call.of(NORM, "norm_gradient_finish", Integer.toString(shape.channels()))
                .constants(new Constants().add("C", shape.channels()))
                .arguments(
                        partials, Argument.STEP, Argument.written("dgamma", dgamma), Argument.written("dbeta", dbeta))
                .grid(Grid.once(shape.channels()));
        Stream<Argument> more = Stream.of(
                Argument.read("gamma", arrays.parameter(node, ParameterRole.GAMMA)),
                Argument.read("dgamma", dgamma),
                Argument.read("dbeta", dbeta),
                Argument.STEP,
                Argument.written("dx", node.output()),
                residual ? Argument.written("dr", node.outputs().get(1)) : Argument.NONE);
        Call gradient = Call.of(NORM, "norm_gradient", of)
                .constants(constants)
                .arguments(Stream.concat(read.stream(), more))
                .grid(Grid.elements(shape.elements()));
        return List.of(sums, finish, gradient);
    }

    private List<Call> bias(Node node) {
        TensorShape shape = node.input().shape();
        Argument partials = Argument.temporary("part");
        return List.of(
                Call.of(SUMS, "channel_sums", KernelParts.of(shape))
                        .constants(new Constants().flat(shape).add("PRODUCT", false))
                        .arguments(Argument.read("x", node.input()), Argument.NONE, partials.written())
                        .grid(Grid.channels(shape.channels())),
                Call.of(SUMS, "sum_images", Integer.toString(shape.channels()))
                        .constants(new Constants().add("C", shape.channels()))
                        .arguments(
                                partials,
                                Argument.STEP,
                                Argument.written("gradient", arrays.gradient(node, ParameterRole.BIAS)))
                        .grid(Grid.once(shape.channels())));
    }

    private Call dropout(Node node, String forward, double probability) {
        int layer = dropouts.computeIfAbsent(forward, name -> dropouts.size());
        int elements = Math.toIntExact(node.output().shape().elements());
        return Call.of("dropout", "dropout", "%d_layer%d".formatted(elements, layer))
                .constants(
                        new Constants().add("E", elements).add("LAYER", layer).add("PROBABILITY", (float) probability))
                .arguments(Argument.read("x", node.input()), Argument.STEP, Argument.written("y", node.output()))
                .grid(Grid.elements(elements));
    }
}
