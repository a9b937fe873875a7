package castnet.processor.pass.gradient;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** The table of gradients: for each op that can be declared, the nodes that carry the gradient of its output to its inputs. */
final class GradientRules {
    private GradientRules() {}

    /** Where the rules put what they make. */
    interface Tape {
        /** Whether anything before a value is trained; if not, its gradient is not asked for. */
        boolean needsGradient(Value value);

        /** Appends a node with outputs of these shapes; named after {@code of} and {@code what}. */
        List<Value> emit(
                Node of, String what, Op op, List<Value> inputs, List<TensorShape> outputs, List<Parameter> parameters);

        /** Adds a summand to the gradient of a value. */
        void contribute(Value value, Value gradient);
    }

    /** Carries {@code dy}, the gradient of the node's output, on. */
    static void apply(Node node, Value dy, Tape tape) {
        Value x = node.input();
        switch ((Op.Forward) node.op()) {
            case Op.Conv2d conv -> convolution(node, conv, dy, tape);
            case Op.Linear _ -> throw new IllegalArgumentException(node.name() + " should be a convolution by now");
            case Op.BatchNorm norm -> batchNorm(node, norm, dy, tape);
            case Op.Activate a -> {
                Value kept = a.function().gradientFromOutput() ? node.output() : x;
                pass(node, new Op.ActivateGradient(a.function()), List.of(dy, kept), tape);
            }
            case Op.Pool2d pool -> {
                List<Value> inputs = pool.kind() == Op.Pool2d.Kind.MAX ? List.of(dy, x) : List.of(dy);
                pass(node, new Op.PoolGradient(pool, x.shape()), inputs, tape);
            }
            case Op.GlobalAvgPool _ -> pass(node, new Op.GlobalAvgPoolGradient(x.shape()), List.of(dy), tape);
            case Op.Reshape _ -> pass(node, new Op.ReshapeGradient(x.shape()), List.of(dy), tape);
            case Op.Dropout d -> pass(node, new Op.DropoutGradient(d.probability(), node.name()), List.of(dy), tape);
            case Op.Add add -> {
                Value sum = add.relu() ? throughRelu(node, dy, tape) : dy;
                node.inputs().forEach(v -> contribute(v, sum, tape));
            }
            case Op.Multiply _ -> product(node, dy, tape);
            case Op.Concat _ -> concat(node, dy, tape);
            case Op.PadChannels pad ->
                pass(node, new Op.SliceChannels(pad.before(), x.shape().channels()), List.of(dy), tape);
            case Op.Pad pad -> pass(node, new Op.PadGradient(pad, x.shape()), List.of(dy), tape);
            case Op.Upsample up -> pass(node, new Op.UpsampleGradient(up, x.shape()), List.of(dy), tape);
            case Op.Subsample s -> pass(node, new Op.SubsampleGradient(s, x.shape()), List.of(dy), tape);
        }
    }

    /** The usual case: one input, one node, no parameters. */
    private static void pass(Node node, Op op, List<Value> inputs, Tape tape) {
        if (tape.needsGradient(node.input())) {
            TensorShape shape = node.input().shape();
            tape.contribute(
                    node.input(),
                    tape.emit(node, "gradient", op, inputs, List.of(shape), List.of())
                            .getFirst());
        }
    }

    private static void contribute(Value value, Value gradient, Tape tape) {
        if (tape.needsGradient(value)) {
            tape.contribute(value, gradient);
        }
    }

    private static Value throughRelu(Node node, Value dy, Tape tape) {
        return tape.emit(
                        node,
                        "reluGradient",
                        new Op.ReluGradient(),
                        List.of(dy, node.output()),
                        List.of(dy.shape()),
                        List.of())
                .getFirst();
    }

    // The weight's gradient comes first: x may be dead after it, and its memory free for dx.
    private static void convolution(Node node, Op.Conv2d conv, Value dy, Tape tape) {
        Op.Conv2d plain = new Op.Conv2d(conv.outChannels(), conv.window(), conv.groups());
        Value sum = conv.epilogue().relu() ? throughRelu(node, dy, tape) : dy;
        Value x = node.input();
        List<Parameter> weight = node.parameter(ParameterRole.WEIGHT).stream().toList();
        List<Parameter> bias = node.parameter(ParameterRole.BIAS).stream().toList();
        if (!bias.isEmpty()) {
            tape.emit(node, "biasGradient", new Op.ConvBiasGradient(), List.of(sum), List.of(), bias);
        }
        tape.emit(node, "weightGradient", new Op.ConvWeightGradient(plain), List.of(x, sum), List.of(), weight);
        if (conv.epilogue().add()) {
            contribute(node.inputs().get(1), sum, tape);
        }
        if (tape.needsGradient(x)) {
            Op op = new Op.ConvDataGradient(plain, x.shape(), false);
            tape.contribute(
                    x,
                    tape.emit(node, "dataGradient", op, List.of(sum), List.of(x.shape()), weight)
                            .getFirst());
        }
    }

    private static void batchNorm(Node node, Op.BatchNorm norm, Value dy, Tape tape) {
        Epilogue epilogue = norm.epilogue();
        List<Value> inputs = new ArrayList<>(List.of(dy, node.input()));
        List<TensorShape> outputs = new ArrayList<>(List.of(dy.shape()));
        if (epilogue.relu()) {
            inputs.add(node.output());
            outputs.addAll(epilogue.add() ? List.of(dy.shape()) : List.of());
        }
        List<Parameter> trained =
                node.parameters().stream().filter(p -> p.role().isTrained()).toList();
        Op op = new Op.BatchNormGradient(norm, node.name());
        List<Value> gradients = tape.emit(node, "gradient", op, inputs, outputs, trained);
        if (epilogue.add()) {
            contribute(node.inputs().get(1), epilogue.relu() ? gradients.get(1) : dy, tape);
        }
        contribute(node.input(), gradients.getFirst(), tape);
    }

    // The factor's gradient comes first: dx may then take the memory of dy.
    private static void product(Node node, Value dy, Tape tape) {
        Value x = node.input();
        Value factor = node.inputs().get(1);
        if (tape.needsGradient(factor)) {
            Op op = factor.shape().equals(x.shape()) ? new Op.Multiply() : new Op.ScaleGradient();
            tape.contribute(
                    factor,
                    tape.emit(node, "factorGradient", op, List.of(dy, x), List.of(factor.shape()), List.of())
                            .getFirst());
        }
        pass(node, new Op.Multiply(), List.of(dy, factor), tape);
    }

    private static void concat(Node node, Value dy, Tape tape) {
        int from = 0;
        int part = 0;
        for (Value input : node.inputs()) {
            int channels = input.shape().channels();
            if (tape.needsGradient(input)) {
                Op op = new Op.SliceChannels(from, channels);
                tape.contribute(
                        input,
                        tape.emit(node, "gradient" + part, op, List.of(dy), List.of(input.shape()), List.of())
                                .getFirst());
            }
            from += channels;
            part++;
        }
    }
}
