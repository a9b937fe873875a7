package castnet.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.plan.cuda.Arithmetic;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomNets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.runtime.gpu.GpuTraining;
import castnet.runtime.kernel.Elementwise;
import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training in CUDA C, run thread by thread on the CPU: losses, gradients and statistics equal the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaTrainingTest {
    private static final int RANDOM_NETS = 2;
    private static final int BATCH = 3;
    private static final int FEATURES = 33;

    private final List<Graph> nets = nets();
    private final List<GpuTraining> trainings = new ArrayList<>();
    private Emulation emulation;

    @TempDir
    static Path directory;

    /** The reference's dropout draws another mask than ours. */
    private static List<Graph> nets() {
        List<Graph> nets = new ArrayList<>(Nets.small());
        nets.add(wide());
        nets.add(activations());
        SplittableRandom random = new SplittableRandom(78);
        for (int i = 0; i < RANDOM_NETS; i++) {
            nets.add(RandomNets.draw(random));
        }
        nets.replaceAll(g -> new DropoutRemoval().apply(g, new RewriteLog()));
        NetBuilder b = new NetBuilder("Dropout", FEATURES, 1, 1);
        nets.add(b.build(b.linear("fc", b.add("dropout", new Op.Dropout(0.5), b.input()), 2)));
        return nets;
    }

    /** Windows that skip and reach over the border, groups wide and narrow, a sum with a data gradient. */
    private static Graph wide() {
        NetBuilder b = new NetBuilder("Wide", 3, 13, 11);
        Value x = b.relu("relu", b.conv("a", b.input(), 40, new Window(3, 2, 2, 1, 1, 0, 2, 1, 1, 2, false), 1, true));
        Value y = b.norm("c.bn", b.conv("c", b.conv("b", x, 34, 1, 1), 40, 3, 1));
        x = b.relu("sum.relu", b.add("sum", new Op.Add(false), y, x));
        x = b.conv("d", b.conv("e", x, 20, Window.square(3, 2, 1), 2, false), 60, Window.square(3, 1, 1), 20, true);
        x = b.add("pool", new Op.Pool2d(Op.Pool2d.Kind.MAX, Window.square(2, 1, 0), false), x);
        x = b.add("border", new Op.Pad(0, 1, 2, 0), x);
        Value flat = b.add("flatten", Op.Reshape.flat(x.shape()), x);
        return b.build(b.linear("fc", b.add("concat", new Op.Concat(), flat, b.relu("flat.relu", flat)), 37));
    }

    private static Graph activations() {
        NetBuilder b = new NetBuilder("Activations", 2, 5, 3);
        Value x = b.conv("conv", b.input(), 3, 1, 1);
        List<Value> all = new ArrayList<>();
        for (Activation.Kind kind : Activation.Kind.values()) {
            all.add(b.activate(kind.name(), x, new Activation(kind, 0.25)));
        }
        all.add(b.activate("negative", x, new Activation(Activation.Kind.ELU, -0.5)));
        Value y = b.add("concat", new Op.Concat(), all.toArray(Value[]::new));
        return b.build(b.linear("fc", b.add("gap", new Op.GlobalAvgPool(), y), 5));
    }

    @BeforeAll
    void compile() throws Exception {
        Assumptions.assumeTrue(Emulation.available(), "no g++ that could emulate the GPU");
        List<Emulation.Module> modules = new ArrayList<>();
        for (Generated net : Generated.of(nets, Collections.nCopies(nets.size(), Arithmetic.FP32))) {
            trainings.add(net.training());
            modules.add(new Emulation.Module(net.trainingSource(), Emulation.run(net.training())));
        }
        emulation = Emulation.of(directory, modules);
    }

    int[] numbers() {
        return IntStream.range(0, nets.size() - 1).toArray();
    }

    private static Graph training(Graph net) {
        return Pipeline.training().run(net, new RewriteLog());
    }

    @Test
    void everyOpIsRun() {
        Set<Class<?>> ops = nets.stream()
                .flatMap(net -> training(net).nodes().stream())
                .map(Node::op)
                .map(Object::getClass)
                .collect(Collectors.toSet());
        List<Class<?>> all = Arrays.stream(Op.Training.class.getPermittedSubclasses())
                // The input, which the dropout here reads, has no gradient.
                .filter(op -> op != Op.DropoutGradient.class)
                .collect(Collectors.toList());
        assertThat(ops).containsAll(all);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aStepEqualsTheReference(int number) throws Exception {
        Graph net = nets.get(number);
        GpuTraining training = trainings.get(number);
        SplittableRandom random = new SplittableRandom(number);
        Map<String, double[]> values = RandomWeights.of(net, random);
        Batch drawn = RandomWeights.batch(net, BATCH, random);
        Batch batch = new Batch(BATCH, drawn.images(), drawn.labels(), Emulation.LABEL_SMOOTHING);
        ReferenceInterpreter.Result expected = ReferenceInterpreter.training(training(net), values, batch);
        ReferenceInterpreter.Result rounded =
                ReferenceInterpreter.training(training(net), rounded(values, random), batch);
        float[] labels = new float[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = batch.labels()[i];
        }
        float[] found = emulation.run(
                number,
                List.of(
                        flat(training.parameters(), values),
                        flat(training.statistics(), values),
                        floats(batch.images()),
                        labels),
                BATCH);
        int end = BATCH + length(training.parameters());
        assertNear("losses", Arrays.copyOf(found, BATCH), expected.losses(), rounded.losses());
        float[] gradients = Arrays.copyOfRange(found, BATCH, end);
        float[] statistics = Arrays.copyOfRange(found, end, found.length);
        assertNear(training.parameters(), gradients, expected.gradients(), rounded.gradients());
        assertNear(training.statistics(), statistics, expected.buffers(), rounded.buffers());
    }

    /** The mask shows in the gradient of the layer behind: dy · x where an element stays, else zero. */
    @Test
    void dropoutIsTheCpus() throws Exception {
        int number = nets.size() - 1;
        GpuTraining training = trainings.get(number);
        float[] ones = new float[FEATURES];
        Arrays.fill(ones, 1);
        float[] mask = new float[Layout.roundUp(FEATURES)];
        Layout layout = new Layout(FEATURES, 1, 1, mask.length, 0, 0, 0, 0);
        Elementwise.dropout(
                layout, Arrays.copyOf(ones, mask.length), 0, layout, mask, 0, 0.5f, 1, 1, 0, 1, Worker.slice(0, 1, 0));
        float[] found = emulation.run(
                number, List.of(new float[length(training.parameters())], new float[0], ones, new float[1]), 1);
        float[] gradients = Arrays.copyOfRange(found, 1, found.length);
        float[] weight = training.parameters().getFirst().fromDevice(gradients);
        float[] bias = training.parameters().getLast().fromDevice(gradients);
        for (int i = 0; i < weight.length; i++) {
            assertThat(weight[i]).isEqualTo(bias[i / FEATURES] * mask[i % FEATURES]);
        }
        assertThat(mask).contains(0, 2);
    }

    /** Layers that lead nowhere have neither gradients nor statistics of this step. */
    private static void assertNear(
            List<GpuTraining.Array> arrays,
            float[] flat,
            Map<String, double[]> expected,
            Map<String, double[]> rounded) {
        assertThat(arrays.stream().map(GpuTraining.Array::key)).containsAll(expected.keySet());
        for (GpuTraining.Array array : arrays) {
            double[] values = expected.get(array.key());
            if (values != null) {
                double[] other = Objects.requireNonNull(rounded.get(array.key()));
                assertNear(array.key(), array.fromDevice(flat), values, other);
            }
        }
    }

    private static int length(List<GpuTraining.Array> arrays) {
        return arrays.stream().mapToInt(GpuTraining.Array::floats).sum();
    }

    private static float[] flat(List<GpuTraining.Array> arrays, Map<String, double[]> values) {
        float[] flat = new float[length(arrays)];
        arrays.forEach(a -> a.toDevice(floats(Objects.requireNonNull(values.get(a.key()))), flat));
        return flat;
    }

    /** The weights with errors of the size that a few float operations make. */
    private static Map<String, double[]> rounded(Map<String, double[]> weights, SplittableRandom random) {
        Map<String, double[]> rounded = new HashMap<>();
        weights.forEach((key, values) -> rounded.put(
                key,
                Arrays.stream(values)
                        .map(v -> v * (1 + 1e-6 * random.nextDouble(-1, 1)))
                        .toArray()));
        return rounded;
    }

    /** As near as rounding allows: nets drawn at random may have batch norms that divide by nearly nothing. */
    private static void assertNear(String what, float[] found, double[] expected, double[] rounded) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        double sensitivity = 0;
        for (int i = 0; i < expected.length; i++) {
            sensitivity = Math.max(sensitivity, Math.abs(expected[i] - rounded[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i])
                    .as("%s[%d]", what, i)
                    .isCloseTo(expected[i], within(1e-3 * largest + 30 * sensitivity + 1e-4));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
