package castnet.runtime.weights.file;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken files, by a random generator with a fixed seed: each is read, or refused with an exception that a caller expects and
 * within bounded memory, and nothing else is left in its folder. More of them: {@code -Dcastnet.fuzz=100000}.
 */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("castnet.fuzz", 6000);

    /** What reading one of these files, of a few kilobytes each, may allocate; an .npz may unfold to 64 MiB. */
    private static final long MOST_BYTES = 300L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"new.pth", "legacy.pth", "stored.npz", "deflated.npz", "net.safetensors"})
    void everyMutationIsReadOrRefused(String name) throws IOException {
        Mutations mutations = new Mutations(whole(name), new SplittableRandom(name.hashCode()));
        Path file = directory.resolve("mutated");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(file, mutations.next());
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                assertThat(Weights.read(file).keys()).hasSizeLessThan(100);
            } catch (IOException | WeightsException e) {
                assertThat(e.getMessage()).contains(file.toString());
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutation %d of %s".formatted(i, name), e);
            }
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for mutation %d of %s", i, name)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSizeLessThanOrEqualTo(2);
        }
    }

    private Path whole(String name) throws IOException {
        Path file = directory.resolve(name);
        boolean converted = name.endsWith(".safetensors");
        Path source = converted ? directory.resolve("source") : file;
        try (InputStream in = MutationTest.class.getResourceAsStream(converted ? "new.pth" : name)) {
            Files.copy(in, source);
        }
        if (converted) {
            Weights.read(source).write(file);
            Files.delete(source);
        }
        return file;
    }
}
