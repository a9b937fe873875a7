package castnet.tools.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Keras 3's {@code .keras}: a zip with the model's configuration and its weights in HDF5, unpacked to a temporary file while open. */
final class KerasArchive implements AutoCloseable {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String WEIGHTS = "model.weights.h5";
    private static final String CONFIG = "config.json";
    private static final int LARGEST_CONFIG = 64 << 20;
    private static final long MOST_RATIO = 100;

    private final KerasConfig config;
    private final Path weights;

    private KerasArchive(KerasConfig config, Path weights) {
        this.config = config;
        this.weights = weights;
    }

    static boolean isArchive(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(ZIP.length), ZIP)) {
                return false;
            }
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(WEIGHTS) != null && zip.getEntry(CONFIG) != null;
        } catch (ZipException e) {
            return false; // whoever reads other zip files says what is wrong with it
        }
    }

    static KerasArchive open(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            KerasConfig config = config(file, zip);
            Path weights = Files.createTempFile("castnet", ".h5");
            try {
                unpack(file, zip, weights);
            } catch (IOException | RuntimeException e) {
                Files.delete(weights);
                throw e;
            }
            return new KerasArchive(config, weights);
        }
    }

    private static KerasConfig config(Path file, ZipFile zip) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(CONFIG))) {
            byte[] json = in.readNBytes(LARGEST_CONFIG);
            return KerasConfig.parse(json);
        } catch (IOException e) {
            throw new IOException("%s: %s makes no sense: %s".formatted(file, CONFIG, e.getMessage()), e);
        }
    }

    private static void unpack(Path file, ZipFile zip, Path target) throws IOException {
        ZipEntry entry = zip.getEntry(WEIGHTS);
        long most = Math.max(LARGEST_CONFIG, MOST_RATIO * Files.size(file));
        byte[] chunk = new byte[1 << 16];
        long unpacked = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                unpacked += count;
                if (unpacked > most) {
                    throw new IOException("%s: %s unfolds to more than %d bytes".formatted(file, WEIGHTS, most));
                }
                out.write(chunk, 0, count);
            }
        } catch (ZipException e) {
            throw new IOException("%s is damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    KerasConfig config() {
        return config;
    }

    /** The HDF5. */
    Path weights() {
        return weights;
    }

    @Override
    public void close() throws IOException {
        Files.delete(weights);
    }
}
