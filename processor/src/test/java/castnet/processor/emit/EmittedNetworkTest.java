package castnet.processor.emit;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Parameter;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.rewrite.DropoutRemoval;
import castnet.processor.plan.ExecutionPlan;
import castnet.processor.plan.PlanResult;
import castnet.processor.plan.Planner;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomNets;
import castnet.processor.reference.RandomWeights;
import castnet.processor.reference.ReferenceInterpreter;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.weights.Weights;
import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated sources, compiled and run through the public API, equal the declared graph in double. */
class EmittedNetworkTest {
    private static final int RANDOM_NETS = 40;

    /** So large that the step, and not the weight, decides the rounding of weight − rate·gradient. */
    private static final double RATE_TO_READ_GRADIENTS = 4096;

    private static final Map<String, Graph> NETS = nets();
    private static ClassLoader generated = EmittedNetworkTest.class.getClassLoader();
    private static Compilation compilation =
            Compiler.javac().compile(JavaFileObjects.forSourceString("X", "class X {}"));

    private static Map<String, Graph> nets() {
        List<Graph> graphs = new ArrayList<>(Nets.small());
        graphs.add(Nets.winograd());
        SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < RANDOM_NETS; i++) {
            graphs.add(RandomNets.draw(random));
        }
        Map<String, Graph> nets = new HashMap<>();
        // The reference's dropout draws another mask than the runtime's.
        graphs.forEach(g -> nets.put("Net" + nets.size(), new DropoutRemoval().apply(g, new RewriteLog())));
        return nets;
    }

    @BeforeAll
    static void compile() {
        List<JavaFileObject> sources = new ArrayList<>();
        NETS.forEach((name, graph) -> NetworkEmitter.emit(target(name, graph)).stream()
                .filter(file -> file.kind() == GeneratedFile.Kind.SOURCE)
                .forEach(file -> sources.add(JavaFileObjects.forSourceString("demo." + file.name(), file.text()))));
        compilation = Compiler.javac()
                .withOptions(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-Xlint:all,-incubating,-classfile",
                        "-Werror",
                        "-proc:none")
                .compile(sources);
        Map<String, byte[]> classes = new HashMap<>();
        for (JavaFileObject file : compilation.generatedFiles()) {
            String path = file.toUri().getPath();
            if (path.endsWith(".class")) {
                String name = path.substring(path.indexOf("/demo/") + 1, path.length() - ".class".length());
                classes.put(name.replace('/', '.'), bytes(file));
            }
        }
        generated = new MemoryLoader(classes);
    }

    @Test
    void sourcesCompileWithoutAWarning() {
        assertThat(compilation).succeededWithoutWarnings();
    }

    static List<String> names() {
        return NETS.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void inferenceEqualsTheReference(String name) {
        Graph graph = net(name);
        SplittableRandom random = new SplittableRandom(5);
        Map<String, double[]> values = RandomWeights.of(graph, random);
        Batch batch = RandomWeights.batch(graph, 3, random);
        double[] expected = ReferenceInterpreter.inference(graph, values, batch).value(graph.output());
        CompiledNetwork network = factory(name).of(weights(graph, values));
        for (int threads : new int[] {1, 2}) {
            float[] found = new float[expected.length];
            try (Session session =
                    network.newSession(SessionConfig.defaults().withBatch(3).withThreads(threads))) {
                session.run(floats(batch.images()), found);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(1e-4 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void gradientsEqualTheReference(String name) {
        Graph graph = net(name);
        SplittableRandom random = new SplittableRandom(6);
        Map<String, double[]> values = RandomWeights.of(graph, random);
        Batch drawn = RandomWeights.batch(graph, 4, random);
        Batch batch = new Batch(4, drawn.images(), drawn.labels(), 0);
        ExecutionPlan plan = target(name, graph).plan();
        Graph training = Objects.requireNonNull(plan.training()).graph();
        Map<String, double[]> expected =
                ReferenceInterpreter.training(training, values, batch).gradients();
        Map<String, double[]> rounded = ReferenceInterpreter.training(training, rounded(values, random), batch)
                .gradients();
        Weights before = weights(graph, values);
        TrainerConfig config = TrainerConfig.builder()
                .batch(4)
                .threads(2)
                .optimizer(new Sgd(0, 0))
                .schedule(Schedule.constant(RATE_TO_READ_GRADIENTS))
                .build();
        try (Trainer trainer = factory(name).newTrainer(config)) {
            trainer.load(before);
            trainer.step(floats(batch.images()), batch.labels(), 4);
            Weights after = trainer.weights();
            expected.forEach((key, gradient) -> assertGradient(
                    key, before.values(key), after.values(key), gradient, Objects.requireNonNull(rounded.get(key))));
        }
    }

    // As near as rounding allows: nets drawn at random may have batch norms that divide by nearly nothing.
    private static void assertGradient(String key, float[] before, float[] after, double[] expected, double[] rounded) {
        double largest = 0;
        double sensitivity = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            sensitivity = Math.max(sensitivity, Math.abs(expected[i] - rounded[i]));
        }
        for (int i = 0; i < expected.length; i++) {
            double found = ((double) before[i] - after[i]) / RATE_TO_READ_GRADIENTS;
            assertThat(found)
                    .as("%s[%d]", key, i)
                    .isCloseTo(expected[i], within(1e-3 * largest + 30 * sensitivity + 1e-4));
        }
    }

    private static Map<String, double[]> rounded(Map<String, double[]> weights, SplittableRandom random) {
        Map<String, double[]> rounded = new HashMap<>();
        weights.forEach((key, values) -> {
            double[] copy = values.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] *= 1 + 1e-6 * random.nextDouble(-1, 1);
            }
            rounded.put(key, copy);
        });
        return rounded;
    }

    private static Graph net(String name) {
        return Objects.requireNonNull(NETS.get(name));
    }

    private static Target target(String name, Graph graph) {
        ExecutionPlan plan = ((PlanResult.Planned) Planner.plan(graph)).plan();
        return new Target("demo", name, "demo." + name, true, List.of(), graph, plan);
    }

    private static NetworkFactory factory(String name) {
        try {
            return (NetworkFactory) generated
                    .loadClass("demo.Compiled" + name + "$Factory")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    private static Weights weights(Graph graph, Map<String, double[]> values) {
        Weights.Builder builder = Weights.builder();
        for (Parameter parameter : graph.parameters()) {
            builder.put(
                    parameter.key(), parameter.shape(), floats(Objects.requireNonNull(values.get(parameter.key()))));
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

    private static byte[] bytes(JavaFileObject file) {
        try (InputStream in = file.openInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Classes from memory. */
    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, byte[]> classes;

        MemoryLoader(Map<String, byte[]> classes) {
            super(EmittedNetworkTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
