package castnet.processor.reference;

import castnet.processor.finding.Origin;
import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphBuilder;
import castnet.processor.graph.Initializer;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;

/** Short names for building networks in tests; keys of parameters as in torchvision. */
public final class NetBuilder {
    private final GraphBuilder builder;

    public NetBuilder(String name, int channels, int height, int width) {
        builder = new GraphBuilder(name, new TensorShape(channels, height, width));
    }

    public Value input() {
        return builder.input();
    }

    public Graph build(Value output) {
        return builder.build(output);
    }

    public Value add(String name, Op.Forward op, Value... inputs) {
        return builder.add(name, op, List.of(inputs), List.of(), Origin.NONE);
    }

    public Value conv(String name, Value x, int out, int kernel, int stride) {
        return conv(name, x, out, Window.square(kernel, stride, kernel / 2), 1, false);
    }

    public Value conv(String name, Value x, int out, Window window, int groups, boolean bias) {
        int in = x.shape().channels() / groups;
        List<Parameter> parameters = new ArrayList<>();
        List<Integer> shape = List.of(out, in, window.kernelHeight(), window.kernelWidth());
        parameters.add(new Parameter(name + ".weight", shape, ParameterRole.WEIGHT, Initializer.HE_FAN_OUT, 0));
        if (bias) {
            parameters.add(vector(name + ".bias", out, ParameterRole.BIAS));
        }
        return builder.add(name, new Op.Conv2d(out, window, groups), List.of(x), parameters, Origin.NONE);
    }

    public Value norm(String name, Value x) {
        return norm(name, x, 1e-5);
    }

    public Value norm(String name, Value x, double epsilon) {
        int channels = x.shape().channels();
        List<Parameter> parameters = List.of(
                vector(name + ".weight", channels, ParameterRole.GAMMA),
                vector(name + ".bias", channels, ParameterRole.BETA),
                vector(name + ".running_mean", channels, ParameterRole.RUNNING_MEAN),
                vector(name + ".running_var", channels, ParameterRole.RUNNING_VARIANCE));
        return builder.add(name, new Op.BatchNorm(epsilon, 0.1), List.of(x), parameters, Origin.NONE);
    }

    public Value relu(String name, Value x) {
        return activate(name, x, Activation.RELU);
    }

    public Value activate(String name, Value x, Activation function) {
        return add(name, new Op.Activate(function), x);
    }

    public Value maxPool(String name, Value x, Window window) {
        return add(name, new Op.Pool2d(Op.Pool2d.Kind.MAX, window, false), x);
    }

    public Value averagePool(String name, Value x, Window window, boolean countIncludePad) {
        return add(name, new Op.Pool2d(Op.Pool2d.Kind.AVERAGE, window, countIncludePad), x);
    }

    public Value linear(String name, Value x, int out) {
        int in = x.shape().channels();
        List<Parameter> parameters = List.of(
                new Parameter(name + ".weight", List.of(out, in), ParameterRole.WEIGHT, Initializer.TORCH_LINEAR, in),
                vector(name + ".bias", out, ParameterRole.BIAS));
        return builder.add(name, new Op.Linear(out), List.of(x), parameters, Origin.NONE);
    }

    /** Convolution, batch norm and ReLU. */
    public Value convNormRelu(String conv, String norm, Value x, int out, int kernel, int stride) {
        return relu(norm + ".relu", norm(norm, conv(conv, x, out, kernel, stride)));
    }

    private static Parameter vector(String key, int channels, ParameterRole role) {
        return new Parameter(key, List.of(channels), role, Initializer.ZEROS, 0);
    }
}
