package castnet.processor.report;

import java.util.Locale;

/** Escaping and number formats that all pages share. */
public final class Html {
    private Html() {}

    /** A page up to its heading. */
    public static String begin(String title) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>%s</title>\n<style>%s</style></head><body>\n<h1>%s</h1>\n"
                        .formatted(escape(title), PageStyle.CSS, escape(title));
    }

    /** Text for element content and attribute values. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A coordinate: at most two decimals, a point whatever the locale. */
    public static String coordinate(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
