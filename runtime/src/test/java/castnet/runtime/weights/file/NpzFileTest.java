package castnet.runtime.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    @TempDir
    Path directory;

    /** Written by NumPy 2.4, see make_fixtures.py. */
    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void whatNumpySaves(String name) throws IOException {
        Weights weights = Weights.read(fixture(name));
        assertThat(weights.keys()).containsExactly("conv/kernel", "fortran", "half", "big", "scalar");
        assertThat(weights.shape("conv/kernel")).containsExactly(2, 3, 4);
        assertThat(weights.values("conv/kernel"))
                .startsWith(0, 1, 2)
                .endsWith(22, 23)
                .hasSize(24);
        assertThat(weights.shape("fortran")).containsExactly(2, 3);
        assertThat(weights.values("fortran")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(weights.values("half")).containsExactly(0.5f, -2);
        assertThat(weights.values("big")).containsExactly(1, 2, 3);
        assertThat(weights.shape("scalar")).isEmpty();
        assertThat(weights.values("scalar")).containsExactly(2.5f);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Weights weights = Weights.builder()
                .put("conv.weight", List.of(2, 1, 1, 3), 1, 2, 3, 4, 5, -6)
                .put("empty", List.of(0, 7))
                .put("bn.bias", List.of(1), 0.1f)
                .build();
        Path file = directory.resolve("net.npz");
        weights.writeNpz(file);
        Weights read = Weights.read(file);
        assertThat(read.keys()).containsExactlyElementsOf(weights.keys());
        for (String key : weights.keys()) {
            assertThat(read.shape(key)).isEqualTo(weights.shape(key));
            assertThat(read.values(key)).isEqualTo(weights.values(key));
        }
        byte[] bytes = Files.readAllBytes(file);
        weights.writeNpz(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void pickledObjectsAreRefused() throws IOException {
        refused(fixture("objects.npz"), "pickled.npy: elements of type '|O'; weights are f8, f4 or f2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), } | elements of type '<i8'; weights are f8, f4 or f2",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), } | a side of 99999999999 elements",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 99999), } | is more than is read",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), } | is more than is read",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (30000000,), } | announces 120000000 bytes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | ends at byte",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,), } | is not one of NumPy's",
                "{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (3,), } | is not one of NumPy's",
            })
    void malformedHeaders(String header, String message) throws IOException {
        refused(npy(header.strip().getBytes(StandardCharsets.ISO_8859_1), 1, new byte[8]), message);
    }

    @Test
    void whatIsNoNpy() throws IOException {
        refused(npy(new byte[0], 9, new byte[0]), ".npy of version 9");
        refused(entry("x".getBytes(StandardCharsets.ISO_8859_1)), "does not begin as .npy does");
        refused(
                entry(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1}),
                "a header of 4294967295 bytes");
    }

    /** 300 MB of zeros in 300 kB. */
    @Test
    void bombsAreNotUnfolded() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (75000000,), }";
        Path file = directory.resolve("bomb.npz");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            out.putNextEntry(new ZipEntry("a.npy"));
            out.write(start(header.length(), 1));
            out.write(header.getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 300; i++) {
                out.write(new byte[1_000_000]);
            }
        }
        refused(file, "announces 300000000 bytes");
    }

    @Test
    void otherZipsAndHdf5() throws IOException {
        Path zip = directory.resolve("other.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertThatThrownBy(() -> Weights.read(zip))
                .isInstanceOf(IOException.class)
                .hasMessage(zip + " is a zip, but neither of PyTorch (data.pkl) nor of NumPy (*.npy)");
        Path cut = directory.resolve("cut.npz");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(fixture("stored.npz")), 500));
        assertThatThrownBy(() -> Weights.read(cut))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged zip");
        Path keras = directory.resolve("net.h5");
        Files.write(keras, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        assertThatThrownBy(() -> Weights.read(keras))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("castnet convert");
    }

    private Path npy(byte[] header, int version, byte[] data) throws IOException {
        byte[] start = start(header.length, version);
        byte[] all = new byte[start.length + header.length + data.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(header, 0, all, start.length, header.length);
        System.arraycopy(data, 0, all, start.length + header.length, data.length);
        return entry(all);
    }

    private static byte[] start(int headerLength, int version) {
        return new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0, (byte) headerLength, (byte) (headerLength >> 8)
        };
    }

    private Path entry(byte[] npy) throws IOException {
        Path file = Files.createTempFile(directory, "net", ".npz");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("a.npy"));
            out.write(npy);
        }
        return file;
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> Weights.read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    private Path fixture(String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = NpzFileTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        }
        return file;
    }
}
