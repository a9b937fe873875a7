package castnet.runtime.weights.file;

import java.nio.ByteBuffer;

/** Types of array elements; the floating-point ones can be read as floats. */
public enum Element {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean real;

    Element(int bytes, boolean real) {
        this.bytes = bytes;
        this.real = real;
    }

    int bytes() {
        return bytes;
    }

    /** Whether it holds real numbers, as weights do. */
    boolean isReal() {
        return real;
    }

    /** The element at an index; of the buffer's byte order. */
    public float get(ByteBuffer data, int index) {
        return switch (this) {
            case F64 -> (float) data.getDouble(Double.BYTES * index);
            case F32 -> data.getFloat(Float.BYTES * index);
            case F16 -> Float.float16ToFloat(data.getShort(Short.BYTES * index));
            case BF16 -> Float.intBitsToFloat(data.getShort(Short.BYTES * index) << Short.SIZE);
            case I64, I32, I16, I8, U8, BOOL -> throw new IllegalStateException(this + " is no real number");
        };
    }
}
