package castnet.tools.report;

import java.util.Locale;

/** Escaping and number formats that all pages share. */
final class Html {
    private Html() {}

    /** Text for element content and attribute values. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A coordinate: at most two decimals, a point whatever the locale. */
    static String coordinate(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
