package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.Session;
import castnet.runtime.SessionConfig;
import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every generated network: size, bits, garbage. */
class GeneratedCodeTest {
    /** HotSpot never compiles a method above 8,000 bytecodes (HugeMethodLimit); "far below" leaves room for longer networks. */
    private static final int MOST_BYTECODES = 4000;

    /** An initialiser runs once, so that only the class file's limit of 65,535 counts: half of it. */
    private static final int MOST_BYTECODES_OF_INITIALIZER = 1 << 15;

    private static final int MOST_CLASS_BYTES = 1 << 20;

    @Test
    void noMethodComesNearTheLimitsOfTheJvm() throws IOException {
        int classes = 0;
        for (NetworkFactory network : NetworkRegistry.load().networks()) {
            String name = network.info().className();
            for (String type : new String[] {name, name + "$Training"}) {
                try (InputStream in = network.getClass().getResourceAsStream("/" + type.replace('.', '/') + ".class")) {
                    if (in == null && type.endsWith("$Training")) {
                        continue; // ends in a map: nothing to train
                    }
                    assertThat(in).as(type).isNotNull();
                    byte[] bytes = in.readAllBytes();
                    assertThat(bytes.length).as("bytes of %s", type).isLessThan(MOST_CLASS_BYTES);
                    ClassModel model = ClassFile.of().parse(bytes);
                    for (MethodModel method : model.methods()) {
                        int length = method.findAttribute(Attributes.code())
                                .map(CodeAttribute::codeLength)
                                .orElse(0);
                        String called = method.methodName().stringValue();
                        assertThat(length)
                                .as("bytecodes of %s.%s", type, called)
                                .isLessThan(called.startsWith("<") ? MOST_BYTECODES_OF_INITIALIZER : MOST_BYTECODES);
                    }
                    classes++;
                }
            }
        }
        assertThat(classes).isGreaterThan(50);
    }

    /** Step by step is the whole, also for a network of more steps than one switch holds. */
    @ParameterizedTest
    @ValueSource(strings = {"CifarResNet110", "LeNet5", "StrideStudyPreviousConv3x3AvgPool"})
    void timedStepsComputeTheSameBits(String name) {
        CompiledNetwork network = NetworkRegistry.load().find(name).initialized(3);
        float[] image = random(network.info().input().elements(), 4);
        float[] expected = new float[network.info().output().elements()];
        float[] found = new float[expected.length];
        long[] nanos = new long[network.program().steps().size()];
        try (Session session = network.newSession(SessionConfig.defaults().withThreads(2))) {
            session.run(image, expected);
            session.runTimed(image, found, nanos);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(nanos).hasSizeGreaterThan(4);
        assertThat(Arrays.stream(nanos).sum()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CifarResNet20",
                "LeNet5",
                "Mlp",
                "StrideStudyPreviousConv3x3AvgPool",
                "StrideStudyConv1x1ZeroPad"
            })
    void inferenceHasTheSameBitsForAllThreadsAndBatches(String name) {
        CompiledNetwork network = NetworkRegistry.load().find(name).initialized(7);
        float[] images = random(5 * network.info().input().elements(), 3);
        float[] expected = new float[5 * network.info().output().elements()];
        int inputs = network.info().input().elements();
        int outputs = network.info().output().elements();
        try (Session one = network.newSession()) {
            for (int i = 0; i < 5; i++) {
                float[] image = Arrays.copyOfRange(images, i * inputs, (i + 1) * inputs);
                float[] output = new float[outputs];
                one.run(image, output);
                System.arraycopy(output, 0, expected, i * outputs, outputs);
            }
        }
        assertThat(expected).doesNotContain(Float.NaN);
        for (int threads : new int[] {1, 2, 3}) {
            float[] found = new float[expected.length];
            try (Session session =
                    network.newSession(SessionConfig.defaults().withBatch(5).withThreads(threads))) {
                session.run(images, found);
            }
            assertThat(found).as("batch of 5, %d threads", threads).isEqualTo(expected);
            float[] first = new float[outputs];
            try (Session session = network.newSession(SessionConfig.defaults().withThreads(threads))) {
                session.run(Arrays.copyOf(images, inputs), first);
            }
            assertThat(first).isEqualTo(Arrays.copyOf(expected, outputs));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CifarResNet20", "LeNet5", "StrideStudyConv3x3MaxPool"})
    void trainingHasTheSameBitsForAllThreads(String name) {
        NetworkFactory factory = NetworkRegistry.load().find(name);
        float[] images = random(6 * factory.info().input().elements(), 5);
        int[] labels = {0, 1, 2, 3, 4, 5};
        float[][] results = new float[3][];
        for (int threads = 1; threads <= 3; threads++) {
            TrainerConfig config =
                    TrainerConfig.builder().batch(6).threads(threads).seed(11).build();
            try (Trainer trainer = factory.newTrainer(config)) {
                for (int step = 0; step < 3; step++) {
                    trainer.step(images, labels, 6);
                }
                String key = factory.info().parameters().getFirst().key();
                results[threads - 1] = trainer.weights().values(key);
            }
        }
        assertThat(results[1]).isEqualTo(results[0]);
        assertThat(results[2]).isEqualTo(results[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CifarResNet20", "LeNet5", "Mlp"})
    void steadyInferenceAllocatesNothing(String name) {
        CompiledNetwork network = NetworkRegistry.load().find(name).initialized(1);
        float[] image = random(network.info().input().elements(), 1);
        float[] output = new float[network.info().output().elements()];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Session session = network.newSession()) {
            long fewest = Long.MAX_VALUE;
            // Until C2 has compiled all kernels the interpreter allocates vectors; how long that takes is the machine's
            // affair.
            for (int round = 0; round < 200 && fewest > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 50; i++) {
                    session.run(image, output);
                }
                fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(fewest).as("bytes allocated by 50 runs").isZero();
        }
    }

    private static float[] random(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
