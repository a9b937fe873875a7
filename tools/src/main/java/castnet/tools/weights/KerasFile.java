package castnet.tools.weights;

import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Weights that Keras saved: a model in its own archive ({@code model.save("net.keras")}) or in HDF5 ({@code "net.h5"}), or weights alone
 * ({@code save_weights}). Arrays are called {@code layer/kernel} and stay in Keras' order of axes (height, width, in, out); conventions
 * know what to do with them. A batch norm without scale or centre gets those that change nothing.
 */
public final class KerasFile {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
    private static final String WHOLE_MODEL = "model_weights";
    private static final String OPTIMIZER = "optimizer_weights";
    private static final String VARIABLES = "vars";

    /** What the arrays of a file may unfold to, where they are compressed. */
    private static final long FREE_BYTES = 64L << 20;

    private static final long MOST_RATIO = 100;
    private static final int DEEPEST = 16;

    private final Path file;
    private final KerasConfig config;
    private final KerasArrays arrays = new KerasArrays();
    private long left;

    private KerasFile(Path file, KerasConfig config) throws IOException {
        this.file = file;
        this.config = config;
        left = FREE_BYTES + MOST_RATIO * Files.size(file);
    }

    /** Whether Keras may have written a file, whatever its name says: HDF5, or its archive. */
    public static boolean isKeras(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(HDF5.length), HDF5) || KerasArchive.isArchive(file);
        }
    }

    /**
     * Reads all arrays of floating-point numbers but the optimizer's.
     *
     * @throws IOException if the file is damaged, unfolds to much more than it is, or does not say what an array is
     * @throws WeightsException if a value is not finite
     */
    public static Weights read(Path file) throws IOException {
        if (KerasArchive.isArchive(file)) {
            try (KerasArchive archive = KerasArchive.open(file)) {
                return new KerasFile(file, archive.config()).arrays(archive.weights());
            }
        }
        return new KerasFile(file, KerasConfig.UNKNOWN).arrays(file);
    }

    private Weights arrays(Path hdf5) throws IOException {
        try (HdfFile hdf = new HdfFile(hdf5)) {
            Node model = hdf.getChild(WHOLE_MODEL);
            group(model instanceof Group group ? group : hdf, List.of());
            return arrays.weights();
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // The library meets damage with whatever exception comes of it.
            throw new IOException(
                    "%s is damaged, or not of the HDF5 that is read here: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void group(Group group, List<String> path) throws IOException {
        if (path.size() > DEEPEST) {
            throw new IOException("%s: groups nest deeper than %d".formatted(file, DEEPEST));
        }
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            List<String> inside = new ArrayList<>(path);
            inside.add(child.getKey());
            switch (child.getValue()) {
                case Group inner
                when inner.getName().equals(VARIABLES) && !path.isEmpty() -> numbered(inner, path.getLast());
                case Group inner when !inner.getName().equals(OPTIMIZER) -> group(inner, inside);
                case Dataset data when isReal(data) -> put(name(inside), data);
                default -> {
                    // texts, counters, the optimizer
                }
            }
        }
    }

    private static boolean isReal(Dataset data) {
        return data.getJavaType() == float.class || data.getJavaType() == double.class;
    }

    /** {@code conv/conv/kernel:0} is {@code conv/kernel}. */
    private static String name(List<String> path) {
        List<String> parts = new ArrayList<>();
        for (String part : path) {
            String plain = part.endsWith(":0") ? part.substring(0, part.length() - 2) : part;
            if (parts.isEmpty() || !parts.getLast().equals(plain)) {
                parts.add(plain);
            }
        }
        return String.join("/", parts);
    }

    /** Keras 3 numbers a layer's variables, calls its group by its kind, and keeps its name aside: {@code layers/conv2d_1/vars/0}. */
    private void numbered(Group variables, String kind) throws IOException {
        Attribute named = variables.getAttribute("name");
        String layer = named != null && named.getData() instanceof String text ? text : kind;
        List<Dataset> real = new ArrayList<>();
        for (int i = 0; variables.getChild(Integer.toString(i)) instanceof Dataset data; i++) {
            if (isReal(data)) {
                real.add(data);
            }
        }
        List<String> names = config.variables(file, layer, kind, real.size());
        for (int i = 0; i < real.size(); i++) {
            put(layer + "/" + names.get(i), real.get(i));
        }
    }

    private void put(String name, Dataset data) throws IOException {
        left -= data.getSizeInBytes();
        if (left < 0 || data.getSize() > Integer.MAX_VALUE - 8) {
            throw new IOException("%s: its arrays unfold to more than is read, at %s".formatted(file, name));
        }
        Object flat = data.getDataFlat();
        float[] values = flat instanceof double[] doubles ? floats(doubles) : (float[]) flat;
        List<Integer> shape = Arrays.stream(data.getDimensions()).boxed().toList();
        arrays.put(name, shape, values);
    }

    private static float[] floats(double[] doubles) {
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
        }
        return floats;
    }
}
