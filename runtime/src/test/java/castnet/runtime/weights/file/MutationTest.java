package castnet.runtime.weights.file;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with some bytes changed, cut or repeated, by a random generator with a fixed seed: each is read, or refused with an exception
 * that a caller expects, and nothing else is left in its folder.
 */
class MutationTest {
    private static final int MUTATIONS = 4000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"new.pth", "legacy.pth", "stored.npz", "deflated.npz", "net.safetensors"})
    void everyMutationIsReadOrRefused(String name) throws IOException {
        byte[] whole = whole(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        Path file = directory.resolve("mutated");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Files.write(file, mutated(whole, random));
            try {
                assertThat(Weights.read(file).keys()).hasSizeLessThan(100);
            } catch (IOException | WeightsException e) {
                assertThat(e.getMessage()).contains(file.toString());
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(bytes.length - from, random.nextInt(1, 64));
                System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, from, length);
            }
            default -> {
                // The first bytes and the last, where headers and directories are, more often than others.
                int changes = random.nextInt(1, 6);
                for (int c = 0; c < changes; c++) {
                    int at = switch (random.nextInt(3)) {
                        case 0 -> random.nextInt(Math.min(bytes.length, 600));
                        case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 900));
                        default -> random.nextInt(bytes.length);
                    };
                    bytes[at] = (byte) random.nextInt(256);
                }
            }
        }
        return bytes;
    }

    private byte[] whole(String name) throws IOException {
        if (name.endsWith(".safetensors")) {
            Path file = directory.resolve(name);
            Path source = directory.resolve("source");
            try (InputStream in = MutationTest.class.getResourceAsStream("new.pth")) {
                Files.copy(in, source);
            }
            Weights.read(source).write(file);
            Files.delete(source);
            return Files.readAllBytes(file);
        }
        try (InputStream in = MutationTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
