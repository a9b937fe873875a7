package castnet.tools.weights;

import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import io.jhdf.HdfFile;
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
 * Weights in HDF5: of a whole model ({@code model.save("net.h5")}) or alone ({@code save_weights}). Arrays are called {@code layer/kernel}
 * and stay in Keras' order of axes (height, width, in, out); conventions know what to do with them.
 */
public final class KerasFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F'};
    private static final String WHOLE_MODEL = "model_weights";
    private static final String OPTIMIZER = "optimizer_weights";
    private static final String VARIABLES = "vars";

    /** What the arrays of a file may unfold to, where they are compressed. */
    private static final long FREE_BYTES = 64L << 20;

    private static final long MOST_RATIO = 100;
    private static final int DEEPEST = 16;

    private final Path file;
    private final Weights.Builder builder = Weights.builder();
    private long left;

    private KerasFile(Path file) throws IOException {
        this.file = file;
        left = FREE_BYTES + MOST_RATIO * Files.size(file);
    }

    /** Whether a file is HDF5, whatever its name says. */
    public static boolean isHdf5(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Reads all arrays of floating-point numbers but the optimizer's.
     *
     * @throws IOException if the file is damaged, or unfolds to much more than it is
     * @throws WeightsException if a value is not finite
     */
    public static Weights read(Path file) throws IOException {
        KerasFile keras = new KerasFile(file);
        try (HdfFile hdf = new HdfFile(file)) {
            Node model = hdf.getChild(WHOLE_MODEL);
            keras.group(model instanceof Group group ? group : hdf, List.of());
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // The library meets damage with whatever exception comes of it.
            throw new IOException(
                    "%s is damaged, or not of the HDF5 that is read here: %s".formatted(file, e.getMessage()), e);
        }
        return keras.builder.build();
    }

    private void group(Group group, List<String> path) throws IOException {
        if (path.size() > DEEPEST) {
            throw new IOException("%s: groups nest deeper than %d".formatted(file, DEEPEST));
        }
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            List<String> inside = new ArrayList<>(path);
            inside.add(child.getKey());
            switch (child.getValue()) {
                case Group inner when !inner.getName().equals(OPTIMIZER) -> group(inner, inside);
                case Dataset data when isReal(data) -> put(name(inside, data), data);
                default -> {
                    // texts, counters, the optimizer
                }
            }
        }
    }

    private static boolean isReal(Dataset data) {
        return data.getJavaType() == float.class || data.getJavaType() == double.class;
    }

    /** {@code conv/conv/kernel:0} is {@code conv/kernel}; Keras 3 numbers its variables, {@code layers/conv/vars/0}. */
    private static String name(List<String> path, Dataset data) {
        List<String> parts = new ArrayList<>();
        for (String part : path) {
            String plain = part.endsWith(":0") ? part.substring(0, part.length() - 2) : part;
            if (parts.isEmpty() || !parts.getLast().equals(plain)) {
                parts.add(plain);
            }
        }
        int vars = parts.indexOf(VARIABLES);
        if (vars < 1) {
            return String.join("/", parts);
        }
        return parts.get(vars - 1) + "/" + variable(parts.getLast(), data);
    }

    private static String variable(String number, Dataset data) {
        boolean norm = data.getParent().getChildren().size() == 4;
        return switch (number) {
            case "0" -> norm ? "gamma" : "kernel";
            case "1" -> norm ? "beta" : "bias";
            case "2" -> "moving_mean";
            case "3" -> "moving_variance";
            default -> number;
        };
    }

    private void put(String name, Dataset data) throws IOException {
        left -= data.getSizeInBytes();
        if (left < 0 || data.getSize() > Integer.MAX_VALUE - 8) {
            throw new IOException("%s: its arrays unfold to more than is read, at %s".formatted(file, name));
        }
        Object flat = data.getDataFlat();
        float[] values = flat instanceof double[] doubles ? floats(doubles) : (float[]) flat;
        List<Integer> shape = Arrays.stream(data.getDimensions()).boxed().toList();
        builder.put(name, shape, values);
    }

    private static float[] floats(double[] doubles) {
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
        }
        return floats;
    }
}
