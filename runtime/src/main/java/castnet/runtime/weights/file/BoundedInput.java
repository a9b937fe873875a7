package castnet.runtime.weights.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes one after the other, of which at most so many may come: a length that lies asks for no memory. */
final class BoundedInput {
    private final InputStream in;
    private final long size;
    private long position;

    /** @param size bytes that {@code in} has, or may have */
    BoundedInput(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    /** Bytes that were read. */
    long position() {
        return position;
    }

    int unsignedByte() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("it ends at byte " + position);
        }
        position++;
        return value;
    }

    /** A number of so many bytes, little endian, without a sign unless it has eight. */
    long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) unsignedByte() << (8 * i);
        }
        return value;
    }

    double bigEndianDouble() throws IOException {
        return ByteBuffer.wrap(bytes(Double.BYTES)).order(ByteOrder.BIG_ENDIAN).getDouble();
    }

    byte[] bytes(long length) throws IOException {
        if (length < 0 || length > size - position) {
            throw new EOFException("at byte %d it announces %s bytes, at most %d more are there"
                    .formatted(position, Long.toUnsignedString(length), size - position));
        }
        byte[] bytes = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE - 8));
        if (bytes.length != length) {
            throw new EOFException("it ends at byte " + (position + bytes.length));
        }
        position += length;
        return bytes;
    }

    String text(long length) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the text before byte %d is not UTF-8".formatted(position), e);
        }
    }

    /** Up to the next line feed, which is not part of it. */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
            if (line.length() == longest) {
                throw new IOException("the name at byte %d is longer than %d characters".formatted(position, longest));
            }
            line.append((char) c);
        }
        return line.toString();
    }
}
