package castnet.runtime.weights;

import castnet.runtime.weights.file.NamedArray;
import castnet.runtime.weights.file.NpzFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named arrays of floats in row-major order, keys in a fixed order. Immutable, and so shared freely between threads.
 *
 * <p>All values are finite: neither a file nor a program can make weights with a NaN or an infinity in them.
 */
public final class Weights {
    private final Map<String, Entry> entries;

    /** An array and its shape. */
    private record Entry(List<Integer> shape, float[] values) {}

    private Weights(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * Reads a file of weights, whose first bytes tell the format: safetensors, what PyTorch saves ({@code .pt}, {@code .pth}; nothing in
     * it is run), or NumPy's {@code .npz}; F64, F32, F16 and BF16. Left out are batch norms' {@code num_batches_tracked}, which no
     * network needs, and whatever a {@code castnet.} prefix marks as a checkpoint's own. A prefix {@code module.}, which PyTorch's
     * DataParallel puts before every key, is taken away if all keys have it.
     *
     * @throws IOException if the file cannot be read or is malformed; the message names file and place
     * @throws WeightsException if a value is not finite
     */
    public static Weights read(Path file) throws IOException {
        return KeyNames.normalize(WeightFiles.read(file, KeyNames::isWeight));
    }

    /**
     * Reads a file of weights for a network: keys and layouts may also be those of one of {@link Conventions}, e.g. Keras' with
     * its height × width × in × out.
     *
     * @param network whose they are, for the message
     * @param parameters its arrays
     * @throws IOException as {@link #read(Path)}
     * @throws WeightsException if a value is not finite, or the arrays fit the network in no convention: lists what is missing,
     *     unexpected or of another shape in the nearest
     */
    public static Weights read(Path file, String network, List<ParameterSpec> parameters) throws IOException {
        return read(file).fitting(network, parameters);
    }

    /**
     * These arrays under the keys of a network; see {@link #read(Path, String, List)}.
     *
     * @throws WeightsException if they fit it in no convention
     */
    public Weights fitting(String network, List<ParameterSpec> parameters) {
        return Conventions.fit(this, network, parameters);
    }

    /** The initial weights of a network: a function of each key, its spec and {@code seed} alone. */
    public static Weights initialize(List<ParameterSpec> parameters, long seed) {
        Builder builder = builder();
        for (ParameterSpec parameter : parameters) {
            builder.own(parameter.key(), parameter.shape(), Initialization.values(parameter, seed));
        }
        return builder.build();
    }

    /** Starts an empty collection. */
    public static Builder builder() {
        return new Builder();
    }

    /** Writes a safetensors file (F32). A file of that name is replaced only once the new one is complete. */
    public void write(Path file) throws IOException {
        Safetensors.write(file, this, Map.of());
    }

    /** Writes NumPy's {@code .npz} (f4) likewise. */
    public void writeNpz(Path file) throws IOException {
        List<NamedArray> arrays = new ArrayList<>();
        entries.forEach((key, entry) -> arrays.add(new NamedArray(key, entry.shape(), entry.values())));
        AtomicFile.write(file, channel -> NpzFile.write(Channels.newOutputStream(channel), arrays));
    }

    /** The keys in order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Whether there is an array of that name. */
    public boolean contains(String key) {
        return entries.containsKey(key);
    }

    /** Shape of an array. */
    public List<Integer> shape(String key) {
        return entry(key).shape();
    }

    /** A copy of an array's values. */
    public float[] values(String key) {
        return entry(key).values().clone();
    }

    /** Copies an array's values to {@code target} from {@code offset} on. */
    public void copyTo(String key, float[] target, int offset) {
        float[] values = entry(key).values();
        System.arraycopy(values, 0, target, offset, values.length);
    }

    /** The values themselves, for readers of this package. */
    float[] raw(String key) {
        return entry(key).values();
    }

    /**
     * Demands exactly the keys and shapes of {@code parameters}.
     *
     * @param network whose they are, for the message
     * @throws WeightsException that lists every missing and unexpected key and every wrong shape
     */
    public void requireMatch(String network, List<ParameterSpec> parameters) {
        Match match = new Match(this, Convention.NONE, parameters, false);
        if (!match.isComplete()) {
            throw match.problems(network);
        }
    }

    private Entry entry(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new WeightsException("there is no array \"%s\" among %d".formatted(key, entries.size()));
        }
        return entry;
    }

    /** Collects arrays; not thread-safe. */
    public static final class Builder {
        private final Map<String, Entry> entries = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a copy of {@code values}. */
        public Builder put(String key, List<Integer> shape, float... values) {
            return own(key, shape, values.clone());
        }

        /** Adds {@code values} itself, which nobody may change afterwards. */
        Builder own(String key, List<Integer> shape, float[] values) {
            if (Shapes.elements(shape) != values.length) {
                throw new WeightsException("%s: shape %s has %d elements, found %d values"
                        .formatted(key, shape, Shapes.elements(shape), values.length));
            }
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new WeightsException(
                            "%s: element %d is %s; weights must be finite".formatted(key, i, values[i]));
                }
            }
            if (entries.putIfAbsent(key, new Entry(List.copyOf(shape), values)) != null) {
                throw new WeightsException("the key %s occurs twice".formatted(key));
            }
            return this;
        }

        /** The collection; the builder starts over with nothing. */
        public Weights build() {
            Weights weights = new Weights(new LinkedHashMap<>(entries));
            entries.clear();
            return weights;
        }
    }
}
