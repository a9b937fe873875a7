package castnet.tools.onnx.format;

/** The kinds of fields that protobuf's wire format has. */
final class Wire {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private Wire() {}
}
