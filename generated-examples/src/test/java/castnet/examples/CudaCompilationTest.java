package castnet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The CUDA C of examples compiles for three kinds of GPUs, and no kernel spills registers. One small network, its training for one
 * kind; all networks for all of them with {@code -Dcastnet.nvcc=all}. What the kernels need is listed in {@code target/gpu-resources-*.txt}.
 */
class CudaCompilationTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final List<String> DEVICES = List.of("sm_75", "sm_80", "sm_90a");
    private static final boolean ALL = "all".equals(System.getProperty("castnet.nvcc"));
    private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)' for '(\\w+)'");
    private static final Pattern SPILLS = Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern USED = Pattern.compile("Used (\\d+) registers(?:.*?(\\d+) bytes smem)?");

    @TempDir
    static Path directory;

    /** What one kernel needs on one device. */
    private record Resources(int spilled, int registers, int sharedBytes) {}

    @ParameterizedTest
    @MethodSource("arithmetics")
    void everyKernelCompilesWithoutSpilling(String arithmetic) throws Exception {
        Assumptions.assumeTrue(isNvccThere(), "no nvcc on the path");
        List<Path> sources = generated(directory.resolve(arithmetic), arithmetic);
        assertThat(sources).hasSizeGreaterThan(ALL ? 60 : 0);
        StringBuilder table = new StringBuilder("network kernel device registers shared-bytes\n");
        for (Path source : sources) {
            Map<String, Resources> resources = compile(source);
            long kernels = Files.readAllLines(source).stream()
                    .filter(line -> line.startsWith("extern \"C\" __global__"))
                    .count();
            assertThat(resources)
                    .as("kernels of %s", source)
                    .hasSize((int) kernels * devices(source).size());
            assertThat(resources)
                    .as("%s", source)
                    .allSatisfy(
                            (kernel, r) -> assertThat(r.spilled()).as(kernel).isZero());
            resources.forEach((kernel, r) -> table.append(
                    "%s %s %d %d\n".formatted(source.getFileName(), kernel, r.registers(), r.sharedBytes())));
        }
        Files.writeString(Path.of("target", "gpu-resources-" + arithmetic + ".txt"), table);
    }

    static List<String> arithmetics() {
        return ALL ? List.of("fp32", "tf32", "bf16") : List.of("fp32", "bf16");
    }

    private static List<String> devices(Path source) {
        return ALL || !isTraining(source) ? DEVICES : List.of("sm_80");
    }

    private static boolean isTraining(Path source) {
        return source.toString().endsWith(".training.cu");
    }

    private static List<Path> generated(Path classes, String arithmetic) throws IOException {
        Files.createDirectories(classes);
        List<Path> declarations = new ArrayList<>();
        if (ALL) {
            try (Stream<Path> files = Files.walk(SOURCES)) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(declarations::add);
            }
        } else {
            declarations.add(SOURCES.resolve("castnet/examples/cifar/CifarResNet20.java"));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:only",
                    "-processor",
                    "castnet.processor.CastnetProcessor",
                    "-Acastnet.cuda=true",
                    "-Acastnet.cuda.arithmetic=" + arithmetic,
                    "-d",
                    classes.toString(),
                    "-Xlint:none");
            assertThat(javac.getTask(
                                    null,
                                    manager,
                                    null,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(declarations))
                            .call())
                    .isTrue();
        }
        try (Stream<Path> files = Files.walk(classes)) {
            // Training is the same in all arithmetics.
            return files.filter(f -> f.toString().endsWith(".cu"))
                    .filter(f -> arithmetic.equals("fp32") || !isTraining(f))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Resources> compile(Path source) throws Exception {
        List<String> command = new ArrayList<>(List.of("nvcc", "-fatbin", "-Xptxas", "-v", "-o"));
        command.addAll(List.of(directory.resolve("out.fatbin").toString(), source.toString()));
        devices(source)
                .forEach(device -> command.addAll(
                        List.of("-gencode", "arch=%s,code=%s".formatted(device.replace("sm", "compute"), device))));
        Path log = directory.resolve("nvcc.log");
        Process nvcc = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(nvcc.waitFor()).as(Files.readString(log)).isZero();
        Map<String, Resources> all = new TreeMap<>();
        String kernel = "";
        int spilled = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher entry = ENTRY.matcher(line);
            Matcher spills = SPILLS.matcher(line);
            Matcher used = USED.matcher(line);
            if (entry.find()) {
                kernel = entry.group(1) + " " + entry.group(2);
            } else if (spills.find()) {
                spilled = Integer.parseInt(spills.group(1)) + Integer.parseInt(spills.group(2));
            } else if (used.find()) {
                int shared = used.group(2) == null ? 0 : Integer.parseInt(used.group(2));
                all.put(kernel, new Resources(spilled, Integer.parseInt(used.group(1)), shared));
            }
        }
        return all;
    }

    private static boolean isNvccThere() throws InterruptedException {
        try {
            Process nvcc = new ProcessBuilder("nvcc", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return nvcc.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
