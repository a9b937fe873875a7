package castnet.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.plan.PlanResult;
import castnet.processor.plan.Planner;
import castnet.processor.plan.cuda.Arithmetic;
import castnet.processor.plan.cuda.CudaKernel;
import castnet.processor.plan.cuda.CudaPlanner;
import castnet.processor.plan.cuda.Template;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomMaps;
import castnet.processor.reference.RandomNets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/** The CUDA C of networks, run thread by thread on the CPU from the launch list of the generated class, equals the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaEmulationTest {
    private static final int RANDOM_NETS = 12;
    private static final int RANDOM_MAPS = 10;
    private static final int BATCH = 2;

    private final List<Case> cases = cases();
    private final List<GpuProgram> programs = new ArrayList<>();
    private Emulation emulation;

    /** A network, how it multiplies, and how near it must come. */
    private record Case(Graph net, Arithmetic arithmetic) {
        /** Numbers that the arithmetic can tell apart: products of such ones are exact. */
        double rounded(double value) {
            return switch (arithmetic) {
                case FP32 -> value;
                case TF32 -> Float.intBitsToFloat(Float.floatToIntBits((float) value) + 0x1000 & ~0x1fff);
                // Ties away from zero and not to even: either is nearest.
                case BF16 -> Float.intBitsToFloat(Float.floatToIntBits((float) value) + 0x8000 & ~0xffff);
            };
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        nets().forEach(net -> cases.add(new Case(net, Arithmetic.FP32)));
        for (Arithmetic arithmetic : List.of(Arithmetic.TF32, Arithmetic.BF16)) {
            for (Graph net : tensors()) {
                cases.add(new Case(net, arithmetic));
            }
        }
        return cases;
    }

    /** One convolution each: what goes in can be given without an error of rounding. */
    private static List<Graph> tensors() {
        List<Graph> nets = new ArrayList<>();
        int[][] sizes = {{3, 37, 11, 65, 7, 2}, {17, 5, 5, 32, 3, 1}, {64, 9, 7, 33, 1, 1}, {24, 6, 6, 48, 3, 2}};
        for (int[] s : sizes) {
            NetBuilder b = new NetBuilder("Tensor" + s[0], s[0], s[1], s[2]);
            int groups = s[0] == 24 ? 2 : 1;
            Value x = b.conv("conv", b.input(), s[3], Window.square(s[4], s[5], s[4] / 2), groups, true);
            nets.add(b.build(b.relu("relu", x)));
        }
        NetBuilder b = new NetBuilder("TensorAdd", 20, 6, 3);
        Value x = b.conv("conv", b.input(), 20, Window.square(3, 1, 1), 1, true);
        nets.add(b.build(b.relu("relu", b.add("add", new Op.Add(false), x, b.input()))));
        return nets;
    }

    @TempDir
    static Path directory;

    private static List<Graph> nets() {
        List<Graph> nets = new ArrayList<>(Nets.small());
        nets.add(convolutions("Tiles", 3, 37, 5));
        nets.add(convolutions("Wide", 17, 7, 70));
        nets.add(grouped());
        nets.add(activations());
        NetBuilder nothing = new NetBuilder("Nothing", 2, 3, 4);
        nets.add(nothing.build(nothing.input()));
        SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < RANDOM_NETS; i++) {
            nets.add(RandomNets.draw(random));
        }
        for (int i = 0; i < RANDOM_MAPS; i++) {
            nets.add(RandomMaps.draw(random));
        }
        return nets.stream()
                .map(g -> new DropoutRemoval().apply(g, new RewriteLog()))
                .toList();
    }

    /** Sizes that fill no tile: one more or less than a multiple of it, primes, one. */
    private static Graph convolutions(String name, int channels, int size, int out) {
        NetBuilder b = new NetBuilder(name, channels, size, size - 2);
        Value x = b.conv("a", b.input(), out + 28, Window.square(7, 2, 3), 1, true);
        x = b.relu("relu", b.conv("b", x, out + 60, new Window(3, 2, 1, 1, 2, 0, 1, 3, 1, 1, false), 1, false));
        Value y = b.conv("c", x, out, Window.square(1, 1, 0), 1, true);
        y = b.conv("d", y, out + 60, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2, false), 1, false);
        y = b.relu("sum.relu", b.add("sum", new Op.Add(false), b.norm("d.bn", y), x));
        return b.build(b.conv("e", y, 17, Window.square(3, 3, 1), 1, false));
    }

    private static Graph grouped() {
        NetBuilder b = new NetBuilder("Groups", 6, 9, 11);
        Value x = b.conv("a", b.input(), 18, Window.square(3, 1, 1), 6, true);
        x = b.conv("b", x, 54, Window.square(3, 2, 1), 3, false);
        x = b.relu("relu", b.norm("b.bn", b.conv("c", x, 54, Window.square(5, 1, 2), 54, false)));
        return b.build(b.conv("d", x, 40, Window.square(2, 1, 0), 2, true));
    }

    private static Graph activations() {
        NetBuilder b = new NetBuilder("Activations", 2, 5, 3);
        Value x = b.input();
        List<Value> all = new ArrayList<>();
        for (Activation.Kind kind : Activation.Kind.values()) {
            all.add(b.activate(kind.name(), x, new Activation(kind, 0.25)));
        }
        return b.build(b.add("concat", new Op.Concat(), all.toArray(Value[]::new)));
    }

    @BeforeAll
    void compile() throws Exception {
        Assumptions.assumeTrue(Emulation.available(), "no g++ that could emulate the GPU");
        List<Generated> generated = Generated.of(
                cases.stream().map(Case::net).toList(),
                cases.stream().map(Case::arithmetic).toList());
        List<Emulation.Module> modules = new ArrayList<>();
        for (Generated net : generated) {
            programs.add(net.program());
            modules.add(new Emulation.Module(net.source(), Emulation.run(net.program())));
        }
        emulation = Emulation.of(directory, modules);
    }

    private float[] run(int number, Weights weights, float[] images) throws Exception {
        List<float[]> arrays = new ArrayList<>();
        programs.get(number).weights().forEach(w -> arrays.add(w.of(weights)));
        arrays.add(images);
        return emulation.run(number, arrays, BATCH);
    }

    int[] numbers() {
        return IntStream.range(0, cases.size()).toArray();
    }

    /** Where rounding shows: a product of one with what lies between two numbers of the arithmetic. */
    @Test
    void tensorCoresRoundBothFactors() throws Exception {
        for (int i = 0; i < cases.size(); i++) {
            Case c = cases.get(i);
            if (c.arithmetic() != Arithmetic.FP32 && c.net().name().equals("Tensor64")) {
                float[] weight = new float[33 * 64];
                weight[0] = 1.0f;
                weight[64] = 1.3f;
                Weights weights = Weights.builder()
                        .put("conv.weight", List.of(33, 64, 1, 1), weight)
                        .put("conv.bias", List.of(33), new float[33])
                        .build();
                float[] images = new float[BATCH * 64 * 9 * 7];
                images[0] = 1.7f;
                float[] found = run(i, weights, images);
                assertThat(found[0]).isEqualTo((float) c.rounded(1.7)).isNotEqualTo(1.7f);
                assertThat(found[63]).isEqualTo((float) (c.rounded(1.7) * c.rounded(1.3)));
            }
        }
    }

    @Test
    void everyKernelIsRun() {
        Set<Class<?>> kernels = cases.stream()
                .map(c -> ((PlanResult.Planned) Planner.plan(c.net())).plan().inference())
                .flatMap(program -> CudaPlanner.plan(program, Arithmetic.FP32).kernels().stream())
                .map(named -> named.kernel().getClass())
                .collect(Collectors.toSet());
        assertThat(kernels)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CudaKernel.class.getPermittedSubclasses())
                        .filter(k -> k != Template.class && k != CudaKernel.ActivateGradient.class)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void inferenceEqualsTheReference(int number) throws Exception {
        Case c = cases.get(number);
        Graph graph = c.net();
        SplittableRandom random = new SplittableRandom(number);
        Map<String, double[]> values = RandomWeights.of(graph, random);
        values.values().forEach(v -> Arrays.setAll(v, i -> c.rounded(v[i])));
        Batch batch = RandomWeights.batch(graph, BATCH, random);
        Arrays.setAll(batch.images(), i -> c.rounded(batch.images()[i]));
        double[] expected = ReferenceInterpreter.inference(graph, values, batch).value(graph.output());
        float[] found = run(number, weights(graph, values), floats(batch.images()));
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i])
                    .as("%s[%d]", graph.name(), i)
                    .isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static Weights weights(Graph graph, Map<String, double[]> values) {
        Weights.Builder builder = Weights.builder();
        for (Parameter p : graph.parameters()) {
            builder.put(p.key(), p.shape(), floats(Objects.requireNonNull(values.get(p.key()))));
        }
        return builder.build();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
