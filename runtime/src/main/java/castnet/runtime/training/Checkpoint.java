package castnet.runtime.training;

import castnet.runtime.weights.Safetensors;
import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A training's whole state. In a file it is a safetensors container: the weights under their own keys, so that a checkpoint
 * can be read as weights too, what the optimizer remembers under {@code castnet.optimizer.…}, the rest as metadata, with a
 * checksum over all of it.
 *
 * @param network full name of the network's declaration
 * @param settings everything a training must agree on to go on exactly, in words
 * @param position how far it has come
 * @param weights parameters and running statistics
 * @param memory what the optimizer remembers, by name
 */
public record Checkpoint(
        String network, String settings, Position position, Weights weights, Map<String, float[]> memory) {
    private static final String VERSION = "1";
    private static final String MEMORY_PREFIX = "castnet.optimizer.";

    /** Writes the file; one of that name is replaced only once the new one is complete and on the disk. */
    public void write(Path file) throws IOException {
        Weights.Builder arrays = Weights.builder();
        weights.keys().forEach(key -> arrays.put(key, weights.shape(key), weights.values(key)));
        memory.forEach((name, values) -> arrays.put(MEMORY_PREFIX + name, List.of(values.length), values));
        Weights all = arrays.build();
        Map<String, String> metadata = CheckpointText.of(this);
        metadata.put("castnet.checkpoint", VERSION);
        metadata.put("crc32", checksum(all, metadata));
        Safetensors.write(file, all, metadata);
    }

    /**
     * Reads and checks a file.
     *
     * @throws IOException if it is no checkpoint, truncated or damaged; the message says where
     */
    public static Checkpoint read(Path file) throws IOException {
        Safetensors.Contents contents;
        try {
            contents = Safetensors.read(file);
        } catch (WeightsException e) {
            throw new CheckpointException(file + " is a damaged checkpoint: " + e.getMessage(), e);
        }
        Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
        String version = metadata.get("castnet.checkpoint");
        if (!VERSION.equals(version)) {
            throw new CheckpointException(
                    version == null
                            ? file + " is no checkpoint; if it holds weights only, load it as weights"
                            : "%s is a checkpoint of version %s, this program reads version %s"
                                    .formatted(file, version, VERSION));
        }
        String checksum = metadata.remove("crc32");
        if (!checksum(contents.weights(), metadata).equals(checksum)) {
            throw new CheckpointException(file + " is a damaged checkpoint: its checksum is wrong");
        }
        return parse(file, contents.weights(), metadata);
    }

    private static Checkpoint parse(Path file, Weights all, Map<String, String> metadata) throws CheckpointException {
        Weights.Builder weights = Weights.builder();
        Map<String, float[]> memory = new LinkedHashMap<>();
        for (String key : all.keys()) {
            if (key.startsWith(MEMORY_PREFIX)) {
                memory.put(key.substring(MEMORY_PREFIX.length()), all.values(key));
            } else {
                weights.put(key, all.shape(key), all.values(key));
            }
        }
        CheckpointText text = new CheckpointText(file, metadata);
        return new Checkpoint(text.network(), text.settings(), text.position(), weights.build(), memory);
    }

    private static String checksum(Weights arrays, Map<String, String> metadata) {
        CRC32 crc = new CRC32();
        new TreeMap<>(metadata).forEach((key, value) -> CheckpointText.update(crc, key + "=" + value));
        for (String key : arrays.keys()) {
            CheckpointText.update(crc, key + arrays.shape(key));
            CheckpointText.update(crc, arrays.values(key));
        }
        return Long.toHexString(crc.getValue());
    }
}
