package castnet.processor.emit;

/** What JSON asks of texts. */
final class Json {
    private Json() {}

    static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
