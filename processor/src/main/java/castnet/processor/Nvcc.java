package castnet.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The compiler of CUDA C, where it is installed. */
final class Nvcc {
    /** Machine code for two kinds of devices, and PTX, with tensor cores and without, that drivers translate for all others. */
    private static final List<String> TARGETS = List.of(
            "arch=compute_75,code=compute_75",
            "arch=compute_80,code=[sm_80,compute_80]",
            "arch=compute_90a,code=sm_90a");

    private static final int MINUTES = 10;

    private Nvcc() {}

    /**
     * Machine code of all targets in one file.
     *
     * @return null if there is no nvcc
     * @throws IllegalStateException with what it said, if it refuses what we wrote
     */
    static byte @Nullable [] fatbin(String source) {
        try {
            Path directory = Files.createTempDirectory("castnet");
            try {
                return fatbin(directory, source);
            } finally {
                for (String name : List.of("network.cu", "network.fatbin", "log")) {
                    Files.deleteIfExists(directory.resolve(name));
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nvcc was interrupted", e);
        }
    }

    private static byte @Nullable [] fatbin(Path directory, String source) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Files.writeString(directory.resolve("network.cu"), source);
        List<String> command = new ArrayList<>(List.of("nvcc", "-fatbin", "-o", "network.fatbin", "network.cu"));
        TARGETS.forEach(target -> command.addAll(List.of("-gencode", target)));
        Process nvcc;
        try {
            nvcc = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            return null;
        }
        if (!nvcc.waitFor(MINUTES, TimeUnit.MINUTES)) {
            nvcc.destroyForcibly().waitFor();
            throw new IllegalStateException("nvcc did not end within %d minutes".formatted(MINUTES));
        }
        if (nvcc.exitValue() != 0) {
            throw new IllegalStateException("nvcc refused the CUDA C: " + Files.readString(log));
        }
        return Files.readAllBytes(directory.resolve("network.fatbin"));
    }
}
