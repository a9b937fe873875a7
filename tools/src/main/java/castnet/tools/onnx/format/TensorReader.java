package castnet.tools.onnx.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads tensors: floats of any width as float, whole numbers as long, raw or in fields of their type. */
final class TensorReader {
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT8 = 3;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int BOOL = 9;
    private static final int FLOAT16 = 10;
    private static final int DOUBLE = 11;
    private static final int BFLOAT16 = 16;
    private static final int EXTERNAL = 1;
    private static final int MOST_DIMENSIONS = 64;

    private final WireReader in;
    private String name = "";
    private long type;
    private long[] dimensions = {};
    private float[] floats = {};
    private double[] doubles = {};
    private long[] integers = {};
    private ByteBuffer raw = ByteBuffer.allocate(0);
    private boolean isRaw;

    private TensorReader(WireReader in) {
        this.in = in;
    }

    /** A tensor and what it is called. */
    record Named(String name, OnnxTensor tensor) {}

    static Named read(WireReader in) throws OnnxException {
        return new TensorReader(in).read();
    }

    private Named read() throws OnnxException {
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> dimensions = in.integers(dimensions);
                case 2 -> type = in.integer();
                case 3 -> throw in.problem("tensors in segments are not read");
                case 4 -> floats = in.numbers(floats);
                case 5, 7 -> integers = in.integers(integers);
                case 8 -> name = in.text();
                case 9 -> {
                    raw = in.bytes();
                    isRaw = true;
                }
                case 10 -> doubles = in.doubles(doubles);
                case 14 -> requireInside(in.integer());
                default -> in.skip();
            }
        }
        long elements = elements();
        List<Long> shape = Arrays.stream(dimensions).boxed().toList();
        OnnxTensor tensor = switch ((int) type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> OnnxTensor.of(shape, floats());
            case UINT8, INT8, INT32, INT64, BOOL -> OnnxTensor.of(shape, integers());
            default -> throw in.problem("tensor \"%s\": elements of type %d are not read".formatted(name, type));
        };
        if (tensor.size() != elements) {
            throw in.problem("tensor \"%s\" of sizes %s has %d values, found %d"
                    .formatted(name, shape, elements, tensor.size()));
        }
        return new Named(name, tensor);
    }

    private void requireInside(long location) throws OnnxException {
        if (location == EXTERNAL) {
            throw in.problem(
                    "tensor \"%s\" lies in another file; save the model with its weights inside".formatted(name));
        }
    }

    private long elements() throws OnnxException {
        if (dimensions.length > MOST_DIMENSIONS) {
            throw in.problem("tensor \"%s\" has %d dimensions".formatted(name, dimensions.length));
        }
        long elements = 1;
        for (long size : dimensions) {
            if (size < 0 || (size > 0 && elements > Integer.MAX_VALUE / size)) {
                throw in.problem("tensor \"%s\": sizes %s are not 0 to 2^31 elements"
                        .formatted(name, Arrays.toString(dimensions)));
            }
            elements *= size;
        }
        return elements;
    }

    private float[] floats() throws OnnxException {
        int width = type == FLOAT ? Float.BYTES : type == DOUBLE ? Double.BYTES : Short.BYTES;
        if (isRaw) {
            in.requireMultiple(raw.remaining(), width);
            ByteBuffer values = raw.order(ByteOrder.LITTLE_ENDIAN);
            float[] all = new float[raw.remaining() / width];
            for (int i = 0; i < all.length; i++) {
                all[i] = switch (width) {
                    case Float.BYTES -> values.getFloat(i * width);
                    case Double.BYTES -> (float) values.getDouble(i * width);
                    default -> half(values.getShort(i * width));
                };
            }
            return all;
        }
        if (width == Float.BYTES) {
            return floats;
        }
        float[] all = new float[width == Double.BYTES ? doubles.length : integers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = width == Double.BYTES ? (float) doubles[i] : half((short) integers[i]);
        }
        return all;
    }

    private float half(short bits) {
        return type == FLOAT16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
    }

    private long[] integers() throws OnnxException {
        if (!isRaw) {
            return integers;
        }
        int width = type == INT64 ? Long.BYTES : type == INT32 ? Integer.BYTES : 1;
        in.requireMultiple(raw.remaining(), width);
        ByteBuffer values = raw.order(ByteOrder.LITTLE_ENDIAN);
        long[] all = new long[raw.remaining() / width];
        for (int i = 0; i < all.length; i++) {
            all[i] = switch (width) {
                case Long.BYTES -> values.getLong(i * width);
                case Integer.BYTES -> values.getInt(i * width);
                default -> type == INT8 ? values.get(i) : values.get(i) & 0xff;
            };
        }
        return all;
    }
}
