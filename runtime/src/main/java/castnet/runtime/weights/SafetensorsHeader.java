package castnet.runtime.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, checked: every tensor has the bytes that its type and shape ask for, and together they
 * cover the data without hole or overlap.
 *
 * @param metadata the file's free texts
 * @param tensors in the order of the header
 */
record SafetensorsHeader(Map<String, String> metadata, List<Tensor> tensors) {
    private static final String METADATA_KEY = "__metadata__";

    /** A tensor; {@code begin} and {@code end} count bytes from the first byte behind the header. */
    record Tensor(String key, Dtype dtype, List<Integer> shape, long begin, long end) {}

    /** Parses and checks the header's {@code json}; {@code dataBytes} follow it in the file. */
    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) throws SafetensorsException {
        JsonReader reader = new JsonReader(file, json);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = null;
        reader.expect('{');
        for (boolean more = !reader.accept('}'); more; more = reader.another('}')) {
            int at = reader.position();
            String key = reader.string();
            reader.expect(':');
            if (key.equals(METADATA_KEY)) {
                if (metadata != null) {
                    throw reader.problem(at, METADATA_KEY + " occurs twice");
                }
                metadata = metadata(reader);
            } else if (tensors.putIfAbsent(key, tensor(reader, key, at)) != null) {
                throw reader.problem(at, "the key \"%s\" occurs twice".formatted(key));
            }
        }
        reader.expectEnd();
        List<Tensor> inOrder = List.copyOf(tensors.values());
        requireCover(file, inOrder, 8L + json.length, dataBytes);
        return new SafetensorsHeader(metadata == null ? Map.of() : metadata, inOrder);
    }

    private static Map<String, String> metadata(JsonReader reader) throws SafetensorsException {
        Map<String, String> metadata = new LinkedHashMap<>();
        reader.expect('{');
        for (boolean more = !reader.accept('}'); more; more = reader.another('}')) {
            int at = reader.position();
            String key = reader.string();
            reader.expect(':');
            if (metadata.putIfAbsent(key, reader.string()) != null) {
                throw reader.problem(at, "the metadata \"%s\" occur twice".formatted(key));
            }
        }
        return metadata;
    }

    private static Tensor tensor(JsonReader reader, String key, int at) throws SafetensorsException {
        Fields fields = new Fields(key);
        reader.expect('{');
        for (boolean more = !reader.accept('}'); more; more = reader.another('}')) {
            fields.read(reader);
        }
        return fields.tensor(reader, at);
    }

    private static void requireCover(Path file, List<Tensor> tensors, long dataStart, long dataBytes)
            throws SafetensorsException {
        List<Tensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
        long covered = 0;
        for (Tensor tensor : sorted) {
            if (tensor.begin() != covered) {
                throw new SafetensorsException(
                        file,
                        dataStart + Math.min(tensor.begin(), covered),
                        "tensor \"%s\" begins at %d of the data, expected %d: the data %s"
                                .formatted(
                                        tensor.key(),
                                        tensor.begin(),
                                        covered,
                                        tensor.begin() < covered ? "overlap" : "have a hole"));
            }
            covered = tensor.end();
            if (covered > dataBytes) {
                throw new SafetensorsException(
                        file,
                        dataStart + dataBytes,
                        "the file is truncated: tensor \"%s\" ends at %d of the data, the file has %d bytes of data"
                                .formatted(tensor.key(), covered, dataBytes));
            }
        }
        if (covered != dataBytes) {
            throw new SafetensorsException(
                    file, dataStart + covered, "%d bytes behind the last tensor".formatted(dataBytes - covered));
        }
    }

    /** The fields of one tensor as they come. */
    private static final class Fields {
        private final String key;
        private @Nullable Dtype dtype;
        private @Nullable List<Long> shape;
        private @Nullable List<Long> offsets;

        Fields(String key) {
            this.key = key;
        }

        void read(JsonReader reader) throws SafetensorsException {
            int at = reader.position();
            String name = reader.string();
            reader.expect(':');
            boolean first = switch (name) {
                case "dtype" -> dtype == null;
                case "shape" -> shape == null;
                case "data_offsets" -> offsets == null;
                default -> throw reader.problem(at, "tensor \"%s\": unknown field \"%s\"".formatted(key, name));
            };
            if (!first) {
                throw reader.problem(at, "tensor \"%s\": the field \"%s\" occurs twice".formatted(key, name));
            }
            switch (name) {
                case "dtype" -> dtype = dtype(reader);
                case "shape" -> shape = reader.numbers();
                default -> offsets = reader.numbers();
            }
        }

        Tensor tensor(JsonReader reader, int at) throws SafetensorsException {
            if (dtype == null || shape == null || offsets == null) {
                throw reader.problem(at, "tensor \"%s\" needs dtype, shape and data_offsets".formatted(key));
            }
            if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
                throw reader.problem(
                        at, "tensor \"%s\": data_offsets must be [begin, end], found %s".formatted(key, offsets));
            }
            for (long size : shape) {
                if (size > Shapes.MOST_ELEMENTS) {
                    throw reader.problem(at, "tensor \"%s\": shape %s is too large".formatted(key, shape));
                }
            }
            List<Integer> sizes = shape.stream().map(Long::intValue).toList();
            long expected = dtype.bytes(Shapes.elements(sizes));
            long found = offsets.getLast() - offsets.getFirst();
            if (expected != found) {
                throw reader.problem(
                        at,
                        "tensor \"%s\": %s of shape %s is %s bytes, data_offsets %s hold %d"
                                .formatted(
                                        key,
                                        dtype,
                                        shape,
                                        expected < 0 ? "no whole number of" : expected,
                                        offsets,
                                        found));
            }
            return new Tensor(key, dtype, sizes, offsets.getFirst(), offsets.getLast());
        }

        private Dtype dtype(JsonReader reader) throws SafetensorsException {
            int at = reader.position();
            String name = reader.string();
            for (Dtype candidate : Dtype.values()) {
                if (candidate.name().equals(name)) {
                    return candidate;
                }
            }
            throw reader.problem(at, "tensor \"%s\": unknown dtype \"%s\"".formatted(key, name));
        }
    }
}
