package castnet.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.gpu.GpuArgument;
import castnet.runtime.gpu.GpuLaunch;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.gpu.GpuWeight;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Networks' CUDA C, compiled by g++ as one program that emulates the GPU; it is asked for one network at a time. */
final class Emulation {
    private static final int SECONDS = 120;

    private final Path executable;
    private final List<GpuProgram> programs;

    private Emulation(Path executable, List<GpuProgram> programs) {
        this.executable = executable;
        this.programs = programs;
    }

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

    /** Compiles programs, each with its CUDA C. */
    static Emulation of(Path directory, List<GpuProgram> programs, List<String> sources) throws Exception {
        StringBuilder text = new StringBuilder("#include \"emulation.h\"\n");
        for (int i = 0; i < programs.size(); i++) {
            // Kernels of different networks may have the same names.
            String source = sources.get(i).replace("extern \"C\" __global__", "static");
            text.append("namespace net%d {\n%s\n%s}\n".formatted(i, source, run(programs.get(i))));
        }
        text.append("int main(int count, char** arguments) {\n    switch (atoi(arguments[count - 2])) {\n");
        for (int i = 0; i < programs.size(); i++) {
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
        return new Emulation(executable, programs);
    }

    /** The function that reads weights and images and writes what the launches make of them. */
    private static String run(GpuProgram program) {
        StringBuilder text =
                new StringBuilder("static void run(int batch) {\n    std::vector<std::vector<float>> w;\n");
        program.weights().forEach(w -> text.append("    w.push_back(emulation::read(%d));\n".formatted(w.floats())));
        text.append("""
                    emulation::Arena arena(size_t(%d) * batch);
                    std::vector<float> images = emulation::read(size_t(%d) * batch);
                    std::copy(images.begin(), images.end(), arena.at(size_t(%d) * batch));
                """.formatted(
                        program.arenaBytes() / Float.BYTES,
                        program.input().floats(),
                        program.input().offset() / Float.BYTES));
        for (GpuLaunch launch : program.launches()) {
            String arguments =
                    launch.arguments().stream().map(Emulation::argument).collect(Collectors.joining(", "));
            text.append("    emulation::launch(%d, %d, batch, %d, [&] { %s(%s); });\n"
                    .formatted(launch.gridX(), launch.gridY(), launch.block(), launch.kernel(), arguments));
        }
        return text
                + """
                    arena.check();
                    fwrite(arena.at(size_t(%d) * batch), sizeof(float), size_t(%d) * batch, stdout);
                }
                """.formatted(
                                program.output().offset() / Float.BYTES,
                                program.output().floats());
    }

    private static String argument(GpuArgument argument) {
        return switch (argument) {
            case GpuArgument.Arena arena -> "arena.at(size_t(%d) * batch)".formatted(arena.offset() / Float.BYTES);
            case GpuArgument.Weight weight -> "w[%d].data()".formatted(weight.index());
        };
    }

    /** What a network makes of images, NCHW. */
    float[] run(int network, Weights weights, float[] images, int batch) throws Exception {
        List<float[]> arrays = new ArrayList<>();
        for (GpuWeight weight : programs.get(network).weights()) {
            arrays.add(weight.of(weights));
        }
        arrays.add(images);
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
