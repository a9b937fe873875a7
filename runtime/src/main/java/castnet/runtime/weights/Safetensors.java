package castnet.runtime.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The safetensors format: a length (8 bytes, little endian), a JSON header of that length, and the tensors' bytes, little
 * endian and row-major. Reading checks every rule of the format; memory is bounded by the file's size.
 */
public final class Safetensors {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 18;

    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param weights the tensors that were asked for, as floats, in the order of the header
     * @param metadata the file's free texts
     */
    public record Contents(Weights weights, Map<String, String> metadata) {
        public Contents {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Reads all tensors, which must be F32, F64, F16 or BF16. */
    public static Contents read(Path file) throws IOException {
        return read(file, key -> true);
    }

    /**
     * Reads the tensors whose key is {@code wanted}, which must be F32, F64, F16 or BF16; the header is checked as a whole.
     *
     * @throws SafetensorsException if the file breaks a rule of the format
     * @throws WeightsException if a value is not finite
     */
    public static Contents read(Path file, Predicate<String> wanted) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; expected a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] json = header(file, channel);
            long dataStart = LENGTH_BYTES + (long) json.length;
            SafetensorsHeader header = SafetensorsHeader.parse(file, json, channel.size() - dataStart);
            Weights.Builder builder = Weights.builder();
            ByteBuffer chunk = littleEndian(CHUNK_BYTES);
            for (SafetensorsHeader.Tensor tensor : header.tensors()) {
                if (wanted.test(tensor.key())) {
                    float[] values = values(file, channel, tensor, dataStart, chunk);
                    put(builder, file, tensor, values);
                }
            }
            return new Contents(builder.build(), header.metadata());
        }
    }

    /**
     * Writes all arrays as F32. The file appears, or is replaced, only once it is complete and on the disk.
     *
     * @param metadata free texts for the header
     */
    public static void write(Path file, Weights weights, Map<String, String> metadata) throws IOException {
        byte[] json = SafetensorsWriter.header(weights, metadata);
        AtomicFile.write(file, channel -> SafetensorsWriter.write(channel, json, weights, littleEndian(CHUNK_BYTES)));
    }

    private static byte[] header(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new SafetensorsException(
                    file, 0, "expected a header's length in 8 bytes, the file has %d bytes".formatted(size));
        }
        ByteBuffer length = littleEndian(LENGTH_BYTES);
        readFully(file, channel, length, 0);
        long headerBytes = length.getLong(0);
        if (headerBytes < 2 || headerBytes > LONGEST_HEADER) {
            throw new SafetensorsException(
                    file,
                    0,
                    "a header of %s bytes; this is no safetensors file (2 to %d are allowed)"
                            .formatted(Long.toUnsignedString(headerBytes), LONGEST_HEADER));
        }
        if (headerBytes > size - LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    size,
                    "the file is truncated: a header of %d bytes in a file of %d".formatted(headerBytes, size));
        }
        byte[] json = new byte[(int) headerBytes];
        readFully(file, channel, ByteBuffer.wrap(json), LENGTH_BYTES);
        if (json[0] != '{') {
            throw new SafetensorsException(file, LENGTH_BYTES, "a header must begin with '{'");
        }
        return json;
    }

    private static float[] values(
            Path file, FileChannel channel, SafetensorsHeader.Tensor tensor, long dataStart, ByteBuffer chunk)
            throws IOException {
        long elements = Shapes.elements(tensor.shape());
        if (!tensor.dtype().isReadable() || elements > Shapes.MOST_ELEMENTS) {
            throw new SafetensorsException(
                    file,
                    dataStart + tensor.begin(),
                    "tensor \"%s\", %s of shape %s, cannot be read: expected F32, F64, F16 or BF16 of at most %d elements"
                            .formatted(tensor.key(), tensor.dtype(), tensor.shape(), Shapes.MOST_ELEMENTS));
        }
        float[] values = new float[(int) elements];
        int perChunk = (int) (CHUNK_BYTES / tensor.dtype().bytes(1));
        for (int done = 0; done < values.length; done += perChunk) {
            int count = Math.min(perChunk, values.length - done);
            chunk.clear().limit((int) tensor.dtype().bytes(count));
            readFully(
                    file,
                    channel,
                    chunk,
                    dataStart + tensor.begin() + tensor.dtype().bytes(done));
            tensor.dtype().read(chunk.flip(), values, done, count);
        }
        return values;
    }

    private static void put(Weights.Builder builder, Path file, SafetensorsHeader.Tensor tensor, float[] values) {
        try {
            builder.own(tensor.key(), tensor.shape(), values);
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage());
        }
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new EOFException("%s: byte %d: the file became shorter while it was read".formatted(file, at));
            }
            at += read;
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
