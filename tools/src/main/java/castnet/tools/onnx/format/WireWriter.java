package castnet.tools.onnx.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the fields of one protobuf message; arrays and nested messages are kept, not copied, until the end. Not thread-safe. */
final class WireWriter {
    private final List<byte[]> parts = new ArrayList<>();
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private long finished;

    WireWriter integer(int field, long value) {
        tag(field, Wire.VARINT);
        varint(value);
        return this;
    }

    WireWriter number(int field, float value) {
        tag(field, Wire.FIXED32);
        ByteBuffer four =
                ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        current.writeBytes(four.array());
        return this;
    }

    WireWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter bytes(int field, byte[] value) {
        tag(field, Wire.BYTES);
        varint(value.length);
        flush();
        append(value);
        return this;
    }

    WireWriter message(int field, WireWriter message) {
        tag(field, Wire.BYTES);
        varint(message.size());
        flush();
        message.flush();
        message.parts.forEach(this::append);
        return this;
    }

    /** Bytes so far. */
    long size() {
        return finished + current.size();
    }

    void writeTo(OutputStream out) throws IOException {
        flush();
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    private void append(byte[] part) {
        parts.add(part);
        finished += part.length;
    }

    private void flush() {
        if (current.size() > 0) {
            append(current.toByteArray());
            current.reset();
        }
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            current.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        current.write((int) rest);
    }
}
