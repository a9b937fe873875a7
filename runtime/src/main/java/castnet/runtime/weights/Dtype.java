package castnet.runtime.weights;

import castnet.runtime.weights.file.Element;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Element types of safetensors; those that hold real numbers can be read as floats. */
enum Dtype {
    F64(64, Element.F64),
    F32(32, Element.F32),
    F16(16, Element.F16),
    BF16(16, Element.BF16),
    I64(64),
    U64(64),
    C64(64),
    I32(32),
    U32(32),
    I16(16),
    U16(16),
    I8(8),
    U8(8),
    BOOL(8),
    F8_E4M3(8),
    F8_E5M2(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    F6_E2M3(6),
    F6_E3M2(6),
    F4(4);

    private final int bits;

    private final @Nullable Element real;

    Dtype(int bits) {
        this(bits, null);
    }

    Dtype(int bits, @Nullable Element real) {
        this.bits = bits;
        this.real = real;
    }

    /** Bytes of {@code elements} elements, or -1 if they do not end at a byte or are more than any file holds. */
    long bytes(long elements) {
        if (elements > Long.MAX_VALUE / 64 || elements * bits % 8 != 0) {
            return -1;
        }
        return elements * bits / 8;
    }

    boolean isReadable() {
        return real != null;
    }

    /** Moves as many elements as {@code buffer} holds to {@code target} from {@code offset} on. {@link #isReadable} must hold. */
    void read(ByteBuffer buffer, float[] target, int offset, int count) {
        Element element = Objects.requireNonNull(real);
        if (element == Element.F32) {
            buffer.asFloatBuffer().get(target, offset, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[offset + i] = element.get(buffer, i);
        }
    }
}
