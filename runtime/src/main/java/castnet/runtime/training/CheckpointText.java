package castnet.runtime.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** The metadata of a checkpoint's file: numbers as text that reads back to the same bits. */
final class CheckpointText {
    private static final String NETWORK = "network";
    private static final String SETTINGS = "settings";
    private static final String EPOCH = "epoch";
    private static final String BATCH = "batch";
    private static final String STEP = "step";
    private static final String LOSS_SUM = "lossSum";
    private static final String CORRECT = "correct";
    private static final String IMAGES = "images";
    private static final int CHUNK_FLOATS = 1 << 14;

    private final Path file;
    private final Map<String, String> metadata;

    CheckpointText(Path file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    static Map<String, String> of(Checkpoint checkpoint) {
        Position position = checkpoint.position();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(NETWORK, checkpoint.network());
        metadata.put(SETTINGS, checkpoint.settings());
        metadata.put(EPOCH, Integer.toString(position.epoch()));
        metadata.put(BATCH, Integer.toString(position.batch()));
        metadata.put(STEP, Long.toString(position.step()));
        metadata.put(LOSS_SUM, Double.toHexString(position.metrics().lossSum()));
        metadata.put(CORRECT, Long.toString(position.metrics().correct()));
        metadata.put(IMAGES, Long.toString(position.metrics().images()));
        return metadata;
    }

    String network() throws CheckpointException {
        return text(NETWORK);
    }

    String settings() throws CheckpointException {
        return text(SETTINGS);
    }

    Position position() throws CheckpointException {
        return new Position(
                (int) count(EPOCH, Integer.MAX_VALUE),
                (int) count(BATCH, Integer.MAX_VALUE),
                count(STEP, Long.MAX_VALUE),
                new Metrics(lossSum(), count(CORRECT, Long.MAX_VALUE), count(IMAGES, Long.MAX_VALUE)));
    }

    static void update(CRC32 crc, String text) {
        crc.update(text.getBytes(StandardCharsets.UTF_8));
    }

    static void update(CRC32 crc, float[] values) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES);
        for (int done = 0; done < values.length; done += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - done);
            chunk.clear().limit(count * Float.BYTES);
            chunk.asFloatBuffer().put(values, done, count);
            crc.update(chunk);
        }
    }

    private double lossSum() throws CheckpointException {
        try {
            return Double.parseDouble(text(LOSS_SUM));
        } catch (NumberFormatException e) {
            throw damaged(LOSS_SUM, e);
        }
    }

    private long count(String key, long most) throws CheckpointException {
        try {
            long value = Long.parseLong(text(key));
            if (value >= 0 && value <= most) {
                return value;
            }
            throw new NumberFormatException("out of range: " + value);
        } catch (NumberFormatException e) {
            throw damaged(key, e);
        }
    }

    private String text(String key) throws CheckpointException {
        String text = metadata.get(key);
        if (text == null) {
            throw new CheckpointException("%s is a damaged checkpoint: it has no %s".formatted(file, key));
        }
        return text;
    }

    private CheckpointException damaged(String key, NumberFormatException cause) {
        return new CheckpointException(
                "%s is a damaged checkpoint: %s is \"%s\"".formatted(file, key, metadata.get(key)), cause);
    }
}
