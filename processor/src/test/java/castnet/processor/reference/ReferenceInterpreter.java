package castnet.processor.reference;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.ParameterRole;
import castnet.processor.graph.Product;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Evaluates any graph in double, as plainly as possible: what generated code must equal. Tensors are arrays NCHW over the images
 * of a batch.
 */
public final class ReferenceInterpreter {
    private final Map<String, double[]> parameters;
    private final Batch batch;
    private final boolean training;
    private final Map<Integer, double[]> values = new HashMap<>();
    private final Map<String, double[]> gradients = new HashMap<>();
    private final Map<String, double[]> buffers = new HashMap<>();
    private final double[] losses;
    private final BiConsumer<Value, double[]> observer;

    /** Images NCHW and, for training, their classes. */
    public record Batch(int n, double[] images, int[] labels, double labelSmoothing) {
        /** Images without classes. */
        public static Batch unlabelled(int n, double[] images) {
            return new Batch(n, images, new int[n], 0);
        }
    }

    /**
     * What came out.
     *
     * @param values by value id
     * @param gradients by the parameter's key
     * @param buffers running statistics after the step, by key
     * @param losses one per image
     */
    public record Result(
            Map<Integer, double[]> values,
            Map<String, double[]> gradients,
            Map<String, double[]> buffers,
            double[] losses) {
        /** A value's tensor. */
        public double[] value(Value value) {
            return values.get(value.id());
        }
    }

    private ReferenceInterpreter(
            Map<String, double[]> parameters, Batch batch, boolean training, BiConsumer<Value, double[]> observer) {
        this.observer = observer;
        this.parameters = parameters;
        this.batch = batch;
        this.training = training;
        this.losses = new double[batch.n()];
    }

    /** With running statistics and without dropout. */
    public static Result inference(Graph graph, Map<String, double[]> parameters, Batch batch) {
        return inference(graph, parameters, batch, (value, tensor) -> {});
    }

    /**
     * With running statistics and without dropout.
     *
     * @param observer sees each value once it is computed, before anyone reads it, and may change its tensor
     */
    public static Result inference(
            Graph graph, Map<String, double[]> parameters, Batch batch, BiConsumer<Value, double[]> observer) {
        return new ReferenceInterpreter(parameters, batch, false, observer).run(graph);
    }

    /** With the statistics of the batch and with dropout. */
    public static Result training(Graph graph, Map<String, double[]> parameters, Batch batch) {
        return new ReferenceInterpreter(parameters, batch, true, (value, tensor) -> {}).run(graph);
    }

    /** The mean loss that a forward graph has in training. */
    public static double meanLoss(Graph forward, Map<String, double[]> parameters, Batch batch) {
        Result result = training(forward, parameters, batch);
        double[] losses = new double[batch.n()];
        int classes = forward.output().shape().channels();
        ReferenceGradients.softmaxCrossEntropy(result.value(forward.output()), classes, batch, losses);
        return Arrays.stream(losses).average().orElseThrow();
    }

    private Result run(Graph graph) {
        define(graph.input(), batch.images().clone());
        for (Node node : graph.nodes()) {
            List<double[]> inputs =
                    node.inputs().stream().map(v -> values.get(v.id())).toList();
            List<double[]> outputs = switch (node.op()) {
                case Op.Forward forward -> List.of(forward(node, forward, inputs));
                case Op.Training gradient -> backward(node, gradient, inputs);
            };
            for (int i = 0; i < outputs.size(); i++) {
                define(node.outputs().get(i), outputs.get(i));
            }
        }
        return new Result(values, gradients, buffers, losses);
    }

    private void define(Value value, double[] tensor) {
        observer.accept(value, tensor);
        values.put(value.id(), tensor);
    }

    private double[] forward(Node node, Op.Forward op, List<double[]> in) {
        TensorShape xs = node.input().shape();
        TensorShape ys = node.output().shape();
        double[] x = in.getFirst();
        int n = batch.n();
        return switch (op) {
            case Op.Conv2d conv -> epilogue(convolution(node, conv, x), conv.epilogue(), in);
            case Op.Linear linear -> linear(node, linear, x);
            case Op.BatchNorm norm -> epilogue(norm(node, norm, x), norm.epilogue(), in);
            case Op.Activate a -> map(x, v -> ReferenceActivations.value(a.function(), v));
            case Op.Pool2d pool -> ReferenceOps.pool(pool, n, xs, ys, x);
            case Op.GlobalAvgPool _ -> ReferenceOps.globalAverage(n, xs, x);
            case Op.Reshape _ -> x.clone();
            case Op.Dropout d -> dropout(node.name(), d.probability(), x);
            case Op.Add add -> epilogue(sum(in), new Epilogue(false, add.relu()), in);
            case Op.Multiply _ -> ReferenceOps.multiply(n, node, in);
            case Op.Concat _ -> ReferenceOps.concat(n, node, in);
            case Op.PadChannels pad ->
                ReferenceOps.copyChannels(n, xs, x, 0, new double[n * size(ys)], ys, pad.before());
            case Op.Pad pad -> {
                double[] y = new double[n * size(ys)];
                ReferenceResampling.pad(pad, n, xs, ys, (xi, yi) -> y[yi] = x[xi]);
                yield y;
            }
            case Op.Upsample up -> {
                double[] y = new double[n * size(ys)];
                ReferenceResampling.upsample(up, n, xs, ys, (xi, yi, share) -> y[yi] += share * x[xi]);
                yield y;
            }
            case Op.Subsample s -> ReferenceOps.subsample(n, xs, ys, s, x);
        };
    }

    private List<double[]> backward(Node node, Op.Training op, List<double[]> in) {
        TensorShape dys = node.input().shape();
        double[] dy = in.getFirst();
        int n = batch.n();
        return switch (op) {
            case Op.SoftmaxCrossEntropy _ ->
                List.of(ReferenceGradients.softmaxCrossEntropy(dy, dys.channels(), batch, losses));
            case Op.ConvDataGradient g -> {
                double[] dx = g.accumulate() ? in.get(1).clone() : new double[n * size(g.input())];
                double[] w = parameter(node, ParameterRole.WEIGHT);
                ReferenceOps.taps(g.of(), n, g.input(), dys, (xi, wi, yi) -> dx[xi] += dy[yi] * w[wi]);
                yield List.of(dx);
            }
            case Op.ConvWeightGradient g -> {
                double[] dw = gradient(node, ParameterRole.WEIGHT);
                double[] dy2 = in.get(1);
                ReferenceOps.taps(
                        g.of(), n, dys, node.inputs().get(1).shape(), (xi, wi, yi) -> dw[wi] += dy[xi] * dy2[yi]);
                yield List.of();
            }
            case Op.ConvBiasGradient _ -> {
                double[] db = gradient(node, ParameterRole.BIAS);
                ReferenceOps.elements(n, dys, (c, i) -> db[c] += dy[i]);
                yield List.of();
            }
            case Op.BatchNormGradient g -> normGradient(node, g, in);
            case Op.ActivateGradient g -> List.of(ReferenceActivations.gradient(g.function(), dy, in.get(1)));
            case Op.ReluGradient _ -> List.of(masked(dy, in.get(1)));
            case Op.PoolGradient g -> List.of(ReferenceGradients.pool(g, n, dys, in));
            case Op.GlobalAvgPoolGradient g -> List.of(ReferenceGradients.globalAverage(n, g.input(), dy));
            case Op.ScaleGradient _ -> {
                double[] ds = new double[n * dys.channels()];
                for (int e = 0; e < dy.length; e++) {
                    ds[e / dys.pixels()] += dy[e] * in.get(1)[e];
                }
                yield List.of(ds);
            }
            case Op.SliceChannels s -> {
                TensorShape dxs = node.output().shape();
                yield List.of(ReferenceOps.copyChannels(n, dys, dy, s.from(), new double[n * size(dxs)], dxs, 0));
            }
            case Op.PadGradient g -> {
                double[] dx = new double[n * size(g.input())];
                ReferenceResampling.pad(g.of(), n, g.input(), dys, (xi, yi) -> dx[xi] += dy[yi]);
                yield List.of(dx);
            }
            case Op.UpsampleGradient g -> {
                double[] dx = new double[n * size(g.input())];
                ReferenceResampling.upsample(g.of(), n, g.input(), dys, (xi, yi, share) -> dx[xi] += share * dy[yi]);
                yield List.of(dx);
            }
            case Op.SubsampleGradient g -> List.of(ReferenceGradients.subsample(g, n, dys, dy));
            case Op.ReshapeGradient _ -> List.of(dy.clone());
            case Op.DropoutGradient g -> List.of(dropout(g.forward(), g.probability(), dy));
        };
    }

    private double[] convolution(Node node, Op.Conv2d conv, double[] x) {
        if (conv.first() != null) {
            return product(node, conv, x);
        }
        TensorShape ys = node.output().shape();
        double[] w = parameter(node, ParameterRole.WEIGHT);
        double[] y = new double[batch.n() * size(ys)];
        ReferenceOps.taps(conv, batch.n(), node.input().shape(), ys, (xi, wi, yi) -> y[yi] += x[xi] * w[wi]);
        if (node.parameter(ParameterRole.BIAS).isPresent()) {
            double[] bias = parameter(node, ParameterRole.BIAS);
            ReferenceOps.elements(batch.n(), ys, (c, i) -> y[i] += bias[c]);
        }
        Double epsilon = conv.folded();
        return epsilon == null ? y : affine(node, epsilon, y);
    }

    /** With the product of two weights, where the first is a 1×1 without groups. */
    private double[] product(Node node, Op.Conv2d conv, double[] x) {
        Product product = Product.of(node);
        double[][] first = folded(product.first());
        double[][] second = folded(product.second());
        int in = node.input().shape().channels();
        int between = first[1].length;
        double[] w = new double[conv.outChannels() * in];
        double[] b = second[1].clone();
        for (int o = 0; o < conv.outChannels(); o++) {
            for (int k = 0; k < between; k++) {
                double factor = second[0][o * between + k];
                b[o] += factor * first[1][k];
                for (int i = 0; i < in; i++) {
                    w[o * in + i] += factor * first[0][k * in + i];
                }
            }
        }
        TensorShape ys = node.output().shape();
        double[] y = new double[batch.n() * size(ys)];
        ReferenceOps.taps(conv, batch.n(), node.input().shape(), ys, (xi, wi, yi) -> y[yi] += x[xi] * w[wi]);
        ReferenceOps.elements(batch.n(), ys, (c, i) -> y[i] += b[c]);
        return y;
    }

    /** Weight and bias of a convolution with its batch norm in them. */
    private double[][] folded(Node node) {
        double[] w = parameter(node, ParameterRole.WEIGHT).clone();
        Op.Conv2d conv = (Op.Conv2d) node.op();
        double[] b = node.parameter(ParameterRole.BIAS).isPresent()
                ? parameter(node, ParameterRole.BIAS).clone()
                : new double[conv.outChannels()];
        Double epsilon = conv.folded();
        for (int i = 0; epsilon != null && i < w.length; i++) {
            int o = i / (w.length / b.length);
            w[i] *= parameter(node, ParameterRole.GAMMA)[o]
                    / Math.sqrt(parameter(node, ParameterRole.RUNNING_VARIANCE)[o] + epsilon);
        }
        for (int o = 0; epsilon != null && o < b.length; o++) {
            double scale = parameter(node, ParameterRole.GAMMA)[o]
                    / Math.sqrt(parameter(node, ParameterRole.RUNNING_VARIANCE)[o] + epsilon);
            b[o] = (b[o] - parameter(node, ParameterRole.RUNNING_MEAN)[o]) * scale
                    + parameter(node, ParameterRole.BETA)[o];
        }
        return new double[][] {w, b};
    }

    private double[] linear(Node node, Op.Linear linear, double[] x) {
        int in = node.input().shape().channels();
        double[] w = parameter(node, ParameterRole.WEIGHT);
        double[] bias = node.parameter(ParameterRole.BIAS).isPresent()
                ? parameter(node, ParameterRole.BIAS)
                : new double[linear.outFeatures()];
        double[] y = new double[batch.n() * linear.outFeatures()];
        for (int i = 0; i < y.length; i++) {
            int image = i / linear.outFeatures();
            int o = i % linear.outFeatures();
            y[i] = bias[o];
            for (int k = 0; k < in; k++) {
                y[i] += x[image * in + k] * w[o * in + k];
            }
        }
        return y;
    }

    /** With running statistics. */
    private double[] affine(Node node, double epsilon, double[] x) {
        double[] gamma = parameter(node, ParameterRole.GAMMA);
        double[] beta = parameter(node, ParameterRole.BETA);
        double[] mean = parameter(node, ParameterRole.RUNNING_MEAN);
        double[] variance = parameter(node, ParameterRole.RUNNING_VARIANCE);
        double[] y = new double[x.length];
        ReferenceOps.elements(
                batch.n(),
                node.output().shape(),
                (c, i) -> y[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) * gamma[c] + beta[c]);
        return y;
    }

    private double[] norm(Node node, Op.BatchNorm norm, double[] x) {
        if (!training) {
            return affine(node, norm.epsilon(), x);
        }
        TensorShape shape = node.input().shape();
        ReferenceGradients.Moments moments = ReferenceGradients.moments(batch.n(), shape, x);
        long count = (long) batch.n() * shape.pixels();
        running(node, ParameterRole.RUNNING_MEAN, norm.momentum(), moments.mean(), 1);
        running(node, ParameterRole.RUNNING_VARIANCE, norm.momentum(), moments.variance(), count / (count - 1.0));
        double[] gamma = parameter(node, ParameterRole.GAMMA);
        double[] beta = parameter(node, ParameterRole.BETA);
        double[] y = new double[x.length];
        ReferenceOps.elements(batch.n(), shape, (c, i) -> {
            double deviation = Math.sqrt(moments.variance()[c] + norm.epsilon());
            y[i] = (x[i] - moments.mean()[c]) / deviation * gamma[c] + beta[c];
        });
        return y;
    }

    private void running(Node node, ParameterRole role, double momentum, double[] now, double factor) {
        double[] before = parameter(node, role);
        double[] after = new double[before.length];
        for (int c = 0; c < after.length; c++) {
            after[c] = (1 - momentum) * before[c] + momentum * now[c] * factor;
        }
        buffers.put(node.parameter(role).orElseThrow().key(), after);
    }

    private List<double[]> normGradient(Node node, Op.BatchNormGradient g, List<double[]> in) {
        Epilogue epilogue = g.of().epilogue();
        double[] dy = epilogue.relu() ? masked(in.getFirst(), in.get(2)) : in.getFirst();
        double[] dx = ReferenceGradients.norm(
                new ReferenceGradients.NormGradient(
                        batch.n(), node.input().shape(), g.of().epsilon(), parameter(node, ParameterRole.GAMMA)),
                dy,
                in.get(1),
                gradient(node, ParameterRole.GAMMA),
                gradient(node, ParameterRole.BETA));
        return epilogue.relu() && epilogue.add() ? List.of(dx, dy) : List.of(dx);
    }

    private double[] dropout(String layer, double probability, double[] x) {
        if (!training) {
            return x.clone();
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            long hash = (layer.hashCode() * 31L + i) * 0x9E3779B97F4A7C15L;
            long mixed = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
            boolean kept = (mixed >>> 11) * 0x1p-53 >= probability;
            y[i] = kept ? x[i] / (1 - probability) : 0;
        }
        return y;
    }

    private static double[] epilogue(double[] y, Epilogue epilogue, List<double[]> in) {
        double[] sum = epilogue.add() ? sum(List.of(y, in.get(1))) : y;
        return epilogue.relu() ? map(sum, v -> Math.max(v, 0)) : sum;
    }

    private static double[] masked(double[] dy, double[] y) {
        double[] masked = new double[dy.length];
        for (int i = 0; i < dy.length; i++) {
            masked[i] = y[i] > 0 ? dy[i] : 0;
        }
        return masked;
    }

    private static double[] sum(List<double[]> summands) {
        double[] sum = new double[summands.getFirst().length];
        for (double[] summand : summands) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += summand[i];
            }
        }
        return sum;
    }

    private static double[] map(double[] x, java.util.function.DoubleUnaryOperator function) {
        return Arrays.stream(x).map(function).toArray();
    }

    private double[] parameter(Node node, ParameterRole role) {
        return parameters.get(node.parameter(role).orElseThrow().key());
    }

    /** Zeros that become the gradient of a parameter. */
    private double[] gradient(Node node, ParameterRole role) {
        double[] zeros = new double[parameter(node, role).length];
        if (gradients.put(node.parameter(role).orElseThrow().key(), zeros) != null) {
            throw new IllegalStateException(node.name() + " fills a gradient that is there already");
        }
        return zeros;
    }

    private static int size(TensorShape shape) {
        return Math.toIntExact(shape.elements());
    }
}
