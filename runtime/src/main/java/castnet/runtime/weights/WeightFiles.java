package castnet.runtime.weights;

import castnet.runtime.weights.file.NamedArray;
import castnet.runtime.weights.file.NpzFile;
import castnet.runtime.weights.file.TorchFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipFile;

/** Which of the formats a file has: its first bytes tell, whatever its name says. */
final class WeightFiles {
    private static final int SNIFFED = 16;

    private WeightFiles() {}

    static Weights read(Path file, Predicate<String> wanted) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; expected a file of weights");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(SNIFFED);
        }
        if (startsWith(start, "PK\3\4")) {
            return fromZip(file, wanted);
        }
        if (TorchFile.isLegacy(start)) {
            return weights(file, TorchFile.readLegacy(file, wanted));
        }
        if (startsWith(start, "\u0089HDF")) {
            throw new IOException(file + " is HDF5, as Keras writes it; turn it into safetensors: castnet convert "
                    + file + " OUT.safetensors");
        }
        return Safetensors.read(file, wanted).weights();
    }

    private static Weights fromZip(Path file, Predicate<String> wanted) throws IOException {
        try (ZipFile zip = open(file)) {
            if (TorchFile.isTorch(zip)) {
                return weights(file, TorchFile.readZip(file, zip, wanted));
            }
            if (NpzFile.isNpz(zip)) {
                return weights(file, NpzFile.read(file, zip, wanted));
            }
            if (zip.getEntry("model.weights.h5") != null) {
                throw new IOException(file + " is a model that Keras saved; turn it into safetensors: castnet convert "
                        + file + " OUT.safetensors");
            }
            throw new IOException(file + " is a zip, but neither of PyTorch (data.pkl) nor of NumPy (*.npy)");
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException e) {
            String why = e.getMessage() == null ? "its directory is cut off" : e.getMessage();
            throw new IOException("%s is a damaged zip file: %s".formatted(file, why), e);
        }
    }

    private static Weights weights(Path file, List<NamedArray> arrays) {
        Weights.Builder builder = Weights.builder();
        try {
            arrays.forEach(array -> builder.own(array.name(), array.shape(), array.values()));
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage());
        }
        return builder.build();
    }

    private static boolean startsWith(byte[] start, String magic) {
        return new String(start, StandardCharsets.ISO_8859_1).startsWith(magic);
    }
}
