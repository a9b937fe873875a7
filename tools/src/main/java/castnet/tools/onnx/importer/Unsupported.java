package castnet.tools.onnx.importer;

/** A node that the language cannot say; collected, so that one run names all of them. */
final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;

    Unsupported(String reason) {
        super(reason, null, false, false);
    }
}
