package castnet.tools.onnx.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of one protobuf message, a window of the file's bytes. Nothing is allocated that the bytes do not back,
 * and a file may hold only so many messages and texts: an object is much larger than the two bytes that ask for it.
 */
final class WireReader {
    private static final int MOST_ELEMENTS = 2_000_000;
    private static final int MOST_UNPACKED = 10_000;

    private final byte[] bytes;
    private final int end;
    private final String message;
    private final int[] left;
    private int position;
    private int wireType;

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length, "the model", new int[] {MOST_ELEMENTS});
    }

    private WireReader(byte[] bytes, int start, int end, String message, int[] left) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.message = message;
        this.left = left;
    }

    OnnxException problem(String text) {
        return new OnnxException("not a sound ONNX file: byte %d, in %s: %s".formatted(position, message, text));
    }

    /** Number of the next field, or 0 at the message's end. */
    int next() throws OnnxException {
        if (position == end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long field = tag >>> 3;
        if (field < 1 || field > 0x1fff_ffff) {
            throw problem("%d is no field's number".formatted(field));
        }
        if (wireType != Wire.VARINT && wireType != Wire.FIXED64 && wireType != Wire.BYTES && wireType != Wire.FIXED32) {
            throw problem("field %d has the unknown wire type %d".formatted(field, wireType));
        }
        return (int) field;
    }

    /** Passes over the current field. */
    void skip() throws OnnxException {
        switch (wireType) {
            case Wire.VARINT -> varint();
            case Wire.FIXED64 -> advance(Long.BYTES);
            case Wire.FIXED32 -> advance(Integer.BYTES);
            default -> advance(length());
        }
    }

    WireReader message(String name) throws OnnxException {
        require(Wire.BYTES, "a message");
        take();
        int size = length();
        int start = position;
        advance(size);
        return new WireReader(bytes, start, start + size, name, left);
    }

    String text() throws OnnxException {
        ByteBuffer raw = bytes();
        take();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
        } catch (CharacterCodingException e) {
            throw problem("a text that is not UTF-8");
        }
    }

    /** The field's bytes in place, little endian. */
    ByteBuffer bytes() throws OnnxException {
        require(Wire.BYTES, "bytes");
        int size = length();
        int start = position;
        advance(size);
        return ByteBuffer.wrap(bytes, start, size).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    long integer() throws OnnxException {
        require(Wire.VARINT, "a whole number");
        return varint();
    }

    float number() throws OnnxException {
        require(Wire.FIXED32, "a float");
        int start = position;
        advance(Float.BYTES);
        return ByteBuffer.wrap(bytes, start, Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat();
    }

    /** {@code so far} and the field's values: one, or many packed. */
    float[] numbers(float[] soFar) throws OnnxException {
        if (wireType == Wire.FIXED32) {
            unpacked(soFar.length);
            float[] longer = Arrays.copyOf(soFar, soFar.length + 1);
            longer[soFar.length] = number();
            return longer;
        }
        ByteBuffer raw = bytes();
        requireMultiple(raw.remaining(), Float.BYTES);
        float[] longer = Arrays.copyOf(soFar, soFar.length + raw.remaining() / Float.BYTES);
        raw.asFloatBuffer().get(longer, soFar.length, longer.length - soFar.length);
        return longer;
    }

    /** {@code so far} and the field's values: one, or many packed. */
    double[] doubles(double[] soFar) throws OnnxException {
        if (wireType == Wire.FIXED64) {
            throw problem("doubles that are not packed");
        }
        ByteBuffer raw = bytes();
        requireMultiple(raw.remaining(), Double.BYTES);
        double[] longer = Arrays.copyOf(soFar, soFar.length + raw.remaining() / Double.BYTES);
        raw.asDoubleBuffer().get(longer, soFar.length, longer.length - soFar.length);
        return longer;
    }

    /** {@code so far} and the field's values: one, or many packed. */
    long[] integers(long[] soFar) throws OnnxException {
        if (wireType == Wire.VARINT) {
            unpacked(soFar.length);
            long[] longer = Arrays.copyOf(soFar, soFar.length + 1);
            longer[soFar.length] = varint();
            return longer;
        }
        require(Wire.BYTES, "whole numbers");
        int size = length();
        int stop = position + size;
        if (size > end - position) {
            throw problem("%d bytes are announced, %d are left".formatted(size, end - position));
        }
        long[] all = Arrays.copyOf(soFar, soFar.length + Math.min(size, 16));
        int count = soFar.length;
        while (position < stop) {
            if (count == all.length) {
                all = Arrays.copyOf(all, Math.min(2 * count, count + stop - position));
            }
            all[count++] = varint();
        }
        if (position != stop) {
            throw problem("a number goes on beyond its field");
        }
        return Arrays.copyOf(all, count);
    }

    void requireMultiple(int found, int unit) throws OnnxException {
        if (found % unit != 0) {
            throw problem("%d bytes are no whole number of values of %d".formatted(found, unit));
        }
    }

    private void require(int expected, String what) throws OnnxException {
        if (wireType != expected) {
            throw problem("expected %s (wire type %d), found wire type %d".formatted(what, expected, wireType));
        }
    }

    private void unpacked(int count) throws OnnxException {
        take();
        if (count == MOST_UNPACKED) {
            throw problem("more than %,d values one by one; large arrays must be packed".formatted(MOST_UNPACKED));
        }
    }

    private void take() throws OnnxException {
        if (--left[0] < 0) {
            throw problem("more than %,d messages and texts".formatted(MOST_ELEMENTS));
        }
    }

    private int length() throws OnnxException {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw problem(
                    "%s bytes are announced, %d are left".formatted(Long.toUnsignedString(length), end - position));
        }
        return (int) length;
    }

    private void advance(int count) throws OnnxException {
        if (count > end - position) {
            throw problem("%d bytes are expected, %d are left".formatted(count, end - position));
        }
        position += count;
    }

    private long varint() throws OnnxException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw problem("a number breaks off");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw problem("a number of more than 10 bytes");
    }
}
