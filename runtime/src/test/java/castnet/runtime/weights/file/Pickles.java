package castnet.runtime.weights.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles instruction by instruction, also such as Python would not. */
final class Pickles {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Pickles protocol2() {
        return new Pickles().op(0x80, 2);
    }

    Pickles op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    Pickles text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op('X').little(bytes.length, 4);
        out.writeBytes(bytes);
        return this;
    }

    Pickles number(int value) {
        return op('J').little(value, 4);
    }

    Pickles global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Pickles little(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(all, 0, bytes);
        return this;
    }

    Pickles raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Pickles storage(String key, String type, int elements) {
        return op('(').text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(elements)
                .op('t', 'Q');
    }

    /** A tensor over a storage of floats. */
    Pickles tensor(String key, int elements, int offset, int[] shape, int[] strides) {
        global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(key, "FloatStorage", elements)
                .number(offset);
        tuple(shape).tuple(strides);
        return op(0x89, '}', 't', 'R');
    }

    Pickles tuple(int... numbers) {
        op('(');
        for (int number : numbers) {
            number(number);
        }
        return op('t');
    }

    byte[] stop() {
        op('.');
        return out.toByteArray();
    }
}
