package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.reference.NetBuilder;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomNets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.runtime.kernel.ConvGradient;
import castnet.runtime.kernel.ConvGrouped;
import castnet.runtime.kernel.ConvPatches;
import castnet.runtime.kernel.ConvWinogradF2;
import castnet.runtime.kernel.ConvWinogradF4;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs, run with the runtime's kernels, equal the declared graph in double. */
class ExecutionTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void residualBlocksOfEveryKind(int threads) {
        NetBuilder b = new NetBuilder("Net", 3, 17, 13);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 20, 5, 2);
        x = Nets.basicBlock(b, "layer1.0", x, 20, 1);
        x = Nets.bottleneck(b, "layer1.1", x, 8, 1, 4);
        x = Nets.bottleneck(b, "layer1.2", x, 8, 1, 1);
        x = Nets.basicBlock(b, "layer2.0", x, 24, 2);
        x = b.conv("dw", x, 24, Window.square(3, 1, 1), 24, true);
        x = b.relu("dw.relu", b.norm("dw.bn", x));
        assertRuns(b.build(b.linear("fc", b.add("flatten", Op.Reshape.flat(x.shape()), x), 11)), threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void windowsOfEveryKind(int threads) {
        NetBuilder b = new NetBuilder("Net", 5, 14, 15);
        Value x = b.conv("a", b.input(), 18, new Window(3, 3, 1, 1, 2, 0, 1, 3, 1, 1, false), 1, true);
        x = b.conv("b", x, 7, new Window(3, 2, 2, 1, 1, 1, 0, 0, 1, 2, false), 1, false);
        x = b.conv("c", x, 33, new Window(1, 1, 1, 2, 0, 0, 0, 0, 1, 1, false), 1, true);
        x = b.relu("relu", b.conv("d", x, 12, new Window(2, 5, 1, 1, 0, 2, 1, 2, 1, 1, false), 3, true));
        assertRuns(b.build(b.conv("e", x, 4, Window.square(3, 3, 1), 1, false)), threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void winograd(int threads) {
        assertRuns(Nets.winograd(), threads);
        assertTrains(Nets.winograd(), threads);
    }

    static final List<Graph> NETS = nets();

    /** The reference's dropout draws another mask than the runtime's. */
    private static List<Graph> nets() {
        List<Graph> nets = new ArrayList<>(Nets.small());
        SplittableRandom random = new SplittableRandom(29);
        for (int i = 0; i < 40; i++) {
            nets.add(RandomNets.draw(random));
        }
        return nets.stream()
                .map(g -> new DropoutRemoval().apply(g, new RewriteLog()))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void inferenceOfSmallNets(Graph declared) {
        assertRuns(declared, 1);
        assertRuns(declared, 2);
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void trainingOfSmallNets(Graph declared) {
        assertTrains(declared, 1);
        assertTrains(declared, 3);
    }

    @Test
    void scratchIsWhatTheRuntimeAsksFor() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            int groups = 1 + random.nextInt(6);
            Geometry.LayoutSpec in = new Geometry.LayoutSpec(groups * (1 + random.nextInt(9)), 9, 9, 64, 2, 2, 2, 2);
            Geometry.LayoutSpec out = new Geometry.LayoutSpec(groups * (1 + random.nextInt(9)), 5, 5, 64, 0, 0, 0, 0);
            int kernel = 1 + random.nextInt(5);
            Geometry.ConvSpec s =
                    new Geometry.ConvSpec(in, out, kernel, 1 + random.nextInt(5), 1, 1, 0, 0, 1, 1, groups);
            assertThat(Scratch.convolution("ConvGrouped", s))
                    .isEqualTo(ConvGrouped.scratchFloats(KernelInvoker.convShape(s)));
            assertThat(Scratch.convolution("ConvPatches", s))
                    .isEqualTo(ConvPatches.scratchFloats(KernelInvoker.convShape(s)));
            assertThat(Scratch.weightGradient(s))
                    .isEqualTo(ConvGradient.weightScratchFloats(KernelInvoker.convShape(s)));
            assertThat(Scratch.dataGradient(s))
                    .isGreaterThanOrEqualTo(ConvGradient.dataScratchFloats(KernelInvoker.convShape(s)));
        }
    }

    @Test
    void scratchOfWinogradIsWhatTheRuntimeAsksFor() {
        for (int channels = 16; channels <= 4096; channels += 16) {
            Geometry.LayoutSpec layout = new Geometry.LayoutSpec(channels, 9, 5, channels, 1, 1, 1, 1);
            Geometry.ConvSpec s = new Geometry.ConvSpec(layout, layout, 3, 3, 1, 1, 1, 1, 1, 1, 1);
            assertThat(Scratch.convolution("ConvWinogradF2", s))
                    .isEqualTo(ConvWinogradF2.scratchFloats(KernelInvoker.convShape(s)));
            assertThat(Scratch.convolution("ConvWinogradF4", s))
                    .isEqualTo(ConvWinogradF4.scratchFloats(KernelInvoker.convShape(s)));
        }
    }

    private static void assertRuns(Graph declared, int threads) {
        SplittableRandom random = new SplittableRandom(23);
        Map<String, double[]> weights = RandomWeights.of(declared, random);
        ExecutionPlan plan = ((PlanResult.Planned) Planner.plan(declared)).plan();
        ProgramRunner runner =
                new ProgramRunner(plan.inference(), ProgramRunner.weights(plan.parameters(), weights), threads);
        for (Batch batch :
                List.of(RandomWeights.batch(declared, 1, random), RandomWeights.batch(declared, 1, random))) {
            double[] expected =
                    ReferenceInterpreter.inference(declared, weights, batch).value(declared.output());
            float[] found = runner.run(batch.images());
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    private static void assertTrains(Graph declared, int threads) {
        SplittableRandom random = new SplittableRandom(31);
        Map<String, double[]> weights = RandomWeights.of(declared, random);
        Batch batch = RandomWeights.batch(declared, 3, random);
        ExecutionPlan plan = ((PlanResult.Planned) Planner.plan(declared)).plan();
        Program program = Objects.requireNonNull(plan.training());
        ReferenceInterpreter.Result expected = ReferenceInterpreter.training(program.graph(), weights, batch);
        ReferenceInterpreter.Result rounded =
                ReferenceInterpreter.training(program.graph(), rounded(weights, random), batch);
        TrainingRunner runner = new TrainingRunner(program, weights, batch.n(), threads);
        // The second step finds the arena as the first left it.
        for (int step = 0; step < 2; step++) {
            runner.step(batch);
            assertNear("losses", runner.losses(), expected.losses(), rounded.losses());
            expected.gradients()
                    .forEach((key, dw) -> assertNear(
                            key,
                            doubles(runner.gradient(key)),
                            dw,
                            Objects.requireNonNull(rounded.gradients().get(key))));
            if (step == 0) {
                expected.buffers()
                        .forEach((key, after) -> assertNear(
                                key,
                                doubles(runner.buffer(key)),
                                after,
                                Objects.requireNonNull(rounded.buffers().get(key))));
            }
        }
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
    private static void assertNear(String what, double[] found, double[] expected, double[] rounded) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        double sensitivity = 0;
        for (int i = 0; i < expected.length; i++) {
            sensitivity = Math.max(sensitivity, Math.abs(expected[i] - rounded[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i])
                    .as("%s[%d]", what, i)
                    .isCloseTo(expected[i], within(1e-3 * largest + 30 * sensitivity + 1e-4));
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
