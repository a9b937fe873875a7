package castnet.runtime.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Bytes of a safetensors file. The same weights and metadata make the same bytes. */
final class SafetensorsWriter {
    private static final int HEADER_ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** The header, padded with spaces. */
    static byte[] header(Weights weights, Map<String, String> metadata) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        if (!metadata.isEmpty()) {
            StringJoiner texts = new StringJoiner(",", "{", "}");
            new TreeMap<>(metadata).forEach((key, text) -> texts.add(quoted(key) + ":" + quoted(text)));
            json.add("\"__metadata__\":" + texts);
        }
        long begin = 0;
        for (String key : weights.keys()) {
            long end = begin + 4L * weights.raw(key).length;
            json.add("%s:{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(quoted(key), weights.shape(key).toString().replace(" ", ""), begin, end));
            begin = end;
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + HEADER_ALIGNMENT - 1) / HEADER_ALIGNMENT * HEADER_ALIGNMENT;
        byte[] header = Arrays.copyOf(text, padded);
        Arrays.fill(header, text.length, padded, (byte) ' ');
        return header;
    }

    static void write(WritableByteChannel channel, byte[] header, Weights weights, ByteBuffer chunk)
            throws IOException {
        ByteBuffer length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        writeFully(channel, length.flip());
        writeFully(channel, ByteBuffer.wrap(header));
        int perChunk = chunk.capacity() / Float.BYTES;
        for (String key : weights.keys()) {
            float[] values = weights.raw(key);
            for (int done = 0; done < values.length; done += perChunk) {
                int count = Math.min(perChunk, values.length - done);
                chunk.clear().limit(count * Float.BYTES);
                chunk.asFloatBuffer().put(values, done, count);
                writeFully(channel, chunk);
            }
        }
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
