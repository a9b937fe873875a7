package castnet.tools.onnx.format;

import java.io.IOException;

/** A file that is not the ONNX model that it should be, or a network that cannot be said in the other language. */
public final class OnnxException extends IOException {
    private static final long serialVersionUID = 1L;

    public OnnxException(String message) {
        super(message);
    }
}
