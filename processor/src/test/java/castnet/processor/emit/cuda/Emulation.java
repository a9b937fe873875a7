package castnet.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.gpu.GpuArgument;
import castnet.runtime.gpu.GpuLaunch;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.gpu.GpuTensor;
import castnet.runtime.gpu.GpuTraining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Networks' CUDA C, compiled by g++ as one program that emulates the GPU; it is asked for one network at a time. */
final class Emulation {
    private static final int SECONDS = 120;

    /** Of every step of training. */
    static final float LABEL_SMOOTHING = 0.1f;

    private final Path executable;

    private Emulation(Path executable) {
        this.executable = executable;
    }

    /**
     * A network's CUDA C and the body of {@code run(int batch)}, which reads from standard input, launches, and writes to standard
     * output.
     */
    record Module(String source, String run) {}

    /** Whether there is a compiler. */
    static boolean available() {
        try {
            return new ProcessBuilder("g++", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Compiles networks, to be asked for by their numbers. */
    static Emulation of(Path directory, List<Module> modules) throws Exception {
        StringBuilder text = new StringBuilder("#include \"emulation.h\"\n");
        for (int i = 0; i < modules.size(); i++) {
            // Kernels of different networks may have the same names.
            String source = modules.get(i).source().replace("extern \"C\" __global__", "static");
            text.append("namespace net%d {\n%s\nstatic void run(int batch) {\n%s}\n}\n"
                    .formatted(i, source, modules.get(i).run()));
        }
        text.append("int main(int count, char** arguments) {\n    switch (atoi(arguments[count - 2])) {\n");
        for (int i = 0; i < modules.size(); i++) {
            text.append("        case %d: net%d::run(atoi(arguments[count - 1])); break;\n".formatted(i, i));
        }
        text.append("    }\n}\n");
        Path file = directory.resolve("networks.cpp");
        Files.writeString(file, text);
        try (InputStream header = Emulation.class.getResourceAsStream("emulation.h")) {
            Files.write(directory.resolve("emulation.h"), header.readAllBytes());
        }
        Path executable = directory.resolve("networks");
        finish(new ProcessBuilder("g++", "-std=c++17", "-O1", "-o", executable.toString(), file.toString()));
        return new Emulation(executable);
    }

    /** Inference: reads weights and images, writes outputs. */
    static String run(GpuProgram program) {
        StringBuilder text = new StringBuilder("    std::vector<std::vector<float>> w;\n");
        program.weights().forEach(w -> text.append("    w.push_back(emulation::read(%d));\n".formatted(w.floats())));
        text.append(arena(program.arenaBytes(), program.input()));
        for (GpuLaunch launch : program.launches()) {
            String arguments =
                    launch.arguments().stream().map(Emulation::argument).collect(Collectors.joining(", "));
            text.append("    emulation::launch(%d, %d, batch, %d, [&] { %s(%s); });\n"
                    .formatted(launch.gridX(), launch.gridY(), launch.block(), launch.kernel(), arguments));
        }
        return text
                + """
                    arena.check();
                    emulation::write(arena.at(size_t(%d) * batch), size_t(%d) * batch);
                """.formatted(
                                program.output().offset() / Float.BYTES,
                                program.output().floats());
    }

    /** The arena, and the images that are read into it. */
    private static String arena(long bytes, GpuTensor input) {
        return """
                    emulation::Arena arena(size_t(%d) * batch);
                    std::vector<float> images = emulation::read(size_t(%d) * batch);
                    std::copy(images.begin(), images.end(), arena.at(size_t(%d) * batch));
                """.formatted(bytes / Float.BYTES, input.floats(), input.offset() / Float.BYTES);
    }

    /** A step of training: reads parameters, statistics, images and labels; writes losses, gradients, statistics. */
    static String run(GpuTraining training) {
        int parameters = training.parameters().stream()
                .mapToInt(GpuTraining.Array::floats)
                .sum();
        int statistics = training.statistics().stream()
                .mapToInt(GpuTraining.Array::floats)
                .sum();
        StringBuilder text = new StringBuilder("""
                    std::vector<float> parameters = emulation::read(%d), statistics = emulation::read(%d);
                """.formatted(parameters, statistics));
        text.append(arena(training.arenaBytes(), training.input()));
        text.append("""
                    std::vector<float> given = emulation::read(batch), losses(batch);
                    std::vector<int> labels(given.begin(), given.end());
                    emulation::Arena gradients(%d), fixed(%d);
                    const Step step = {batch, %sf, emulation::STREAM};
                """.formatted(parameters, training.fixedBytes() / Float.BYTES, LABEL_SMOOTHING));
        Stream.concat(training.forward().stream(), training.backward().stream())
                .forEach(launch -> text.append("    emulation::launch(%d, %d, %s, %d, [&] { %s(%s); });\n"
                        .formatted(
                                launch.gridX(),
                                launch.gridY(),
                                launch.gridZ() == 0 ? "batch" : launch.gridZ(),
                                launch.block(),
                                launch.kernel(),
                                launch.pointers().stream()
                                        .map(Emulation::pointer)
                                        .collect(Collectors.joining(", ")))));
        return text + """
                    arena.check();
                    gradients.check();
                    fixed.check();
                    emulation::write(losses.data(), batch);
                    emulation::write(gradients.at(0), %d);
                    emulation::write(statistics.data(), %d);
                """.formatted(parameters, statistics);
    }

    private static String pointer(GpuTraining.Pointer pointer) {
        long floats = pointer.offset() / Float.BYTES;
        return switch (pointer.memory()) {
            case ARENA -> "arena.at(size_t(%d) * batch)".formatted(floats);
            case FIXED -> "fixed.at(%d)".formatted(floats);
            case GRADIENTS -> "gradients.at(%d)".formatted(floats);
            case PARAMETERS -> "parameters.data() + %d".formatted(floats);
            case STATISTICS -> "statistics.data() + %d".formatted(floats);
            case LABELS -> "labels.data()";
            case LOSSES -> "losses.data()";
            case STEP -> "&step";
        };
    }

    private static String argument(GpuArgument argument) {
        return switch (argument) {
            case GpuArgument.Arena arena -> "arena.at(size_t(%d) * batch)".formatted(arena.offset() / Float.BYTES);
            case GpuArgument.Weight weight -> "w[%d].data()".formatted(weight.index());
        };
    }

    /** What a network writes, given what it reads. */
    float[] run(int network, List<float[]> arrays, int batch) throws Exception {
        Path in = executable.resolveSibling("in");
        Path out = executable.resolveSibling("out");
        ByteBuffer bytes = ByteBuffer.allocate(
                        arrays.stream().mapToInt(a -> a.length).sum() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        for (float[] array : arrays) {
            for (float value : array) {
                bytes.putFloat(value);
            }
        }
        Files.write(in, bytes.array());
        finish(new ProcessBuilder(executable.toString(), Integer.toString(network), Integer.toString(batch))
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile()));
        ByteBuffer result = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.nativeOrder());
        float[] floats = new float[result.remaining() / Float.BYTES];
        result.asFloatBuffer().get(floats);
        return floats;
    }

    private static void finish(ProcessBuilder builder) throws Exception {
        Path log = Files.createTempFile("emulation", ".log");
        Process process = builder.redirectError(log.toFile()).start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String said = Files.readString(log);
        Files.delete(log);
        assertThat(ended && process.exitValue() == 0)
                .as(
                        "%s ended within %d s without an error:\n%s",
                        builder.command().getFirst(), SECONDS, said)
                .isTrue();
    }
}
