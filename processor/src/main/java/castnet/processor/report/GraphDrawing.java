package castnet.processor.report;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Layers from top to bottom, a row each: an arc from every layer that is read and does not stand right above, the output as a box
 * to scale (height its rows, width its channels) of which the hatched part is never read, and bars for what it costs: multiply-adds,
 * hatched where they are wasted, bytes, and time where it was measured.
 */
final class GraphDrawing {
    /** Width of every drawing, so that those of several blocks stand in line. */
    static final int WIDTH = 1180;

    private static final int ROW = 30;
    private static final int TOP = 8;
    private static final int SPINE = 96;
    private static final int BOX = 112;
    private static final int BOX_WIDTH = 92;
    private static final int TEXT = 220;
    private static final int SHAPE = 600;
    private static final int BARS = 700;
    private static final int BAR_COLUMN = 160;
    private static final int BAR_WIDTH = 92;
    private static final int HEAD = 22;

    private final List<DrawnLayer> layers;
    private final Scale scale;
    private final Map<String, Integer> rows = new HashMap<>();

    /** What is largest in a whole network, so that all its drawings have one scale. */
    record Scale(int side, int channels, long macs, long bytes, double nanos) {
        static Scale of(List<DrawnLayer> layers) {
            return new Scale(
                    layers.stream()
                            .mapToInt(l -> Math.max(l.height(), l.width()))
                            .max()
                            .orElse(1),
                    layers.stream().mapToInt(DrawnLayer::channels).max().orElse(1),
                    Math.max(
                            1, layers.stream().mapToLong(DrawnLayer::macs).max().orElse(1)),
                    Math.max(
                            1,
                            layers.stream().mapToLong(DrawnLayer::bytes).max().orElse(1)),
                    layers.stream().mapToDouble(DrawnLayer::nanos).max().orElse(0));
        }
    }

    GraphDrawing(List<DrawnLayer> layers, Scale scale) {
        this.layers = List.copyOf(layers);
        this.scale = scale;
        layers.forEach(layer -> rows.put(layer.name(), rows.size()));
    }

    int height() {
        return HEAD + 2 * TOP + ROW * layers.size();
    }

    /** The drawing as an element of a page that has the style of {@link #STYLE}. */
    String svg(String title) {
        return "<svg class=\"drawing\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>\n"
                .formatted(WIDTH, height(), Html.escape(title), content());
    }

    /** The drawing as a file of its own. */
    String file(String title) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\"><title>%s</title><style>%s%s</style>%s</svg>\n"
                .formatted(WIDTH, height(), Html.escape(title), PageStyle.COLORS, STYLE, content());
    }

    static final String STYLE = """
            .drawing { width: 100%; height: auto; display: block; }
            .edge { fill: none; stroke: var(--quiet); stroke-width: 1.4; } .dot { fill: var(--quiet); }
            .name { font: 600 13px system-ui, sans-serif; fill: var(--ink); }
            .op { font: 12px system-ui, sans-serif; fill: var(--quiet); }
            .box { fill: var(--read); } .waste { fill: url(#hatch); stroke: var(--read); stroke-width: .8; }
            .bar0 { fill: var(--c2); } .bar1 { fill: var(--c3); } .bar2 { fill: var(--c0); } .lost { fill: url(#hatch2); stroke: var(--c2); stroke-width: .8; }
            .stripe { stroke: var(--read); stroke-width: 2; } .stripe2 { stroke: var(--c2); stroke-width: 2; }
            """;

    private static final String HATCHES =
            "<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                    + "<path class=\"stripe\" d=\"M0 0V5\"/></pattern><pattern id=\"hatch2\" width=\"5\" height=\"5\" "
                    + "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"stripe2\" d=\"M0 0V5\"/>"
                    + "</pattern></defs>";

    private String content() {
        StringBuilder out = new StringBuilder(HATCHES);
        head(out, 0, "multiply-adds");
        head(out, 1, "bytes");
        if (scale.nanos() > 0) {
            head(out, 2, "time");
        }
        for (int row = 0; row < layers.size(); row++) {
            edges(out, row);
        }
        for (int row = 0; row < layers.size(); row++) {
            layer(out, layers.get(row), row);
        }
        return out.toString();
    }

    private static void head(StringBuilder out, int column, String text) {
        out.append(
                "<text class=\"op\" x=\"%d\" y=\"%d\">%s</text>".formatted(BARS + column * BAR_COLUMN, HEAD - 6, text));
    }

    private void edges(StringBuilder out, int row) {
        int y = middle(row);
        for (String input : layers.get(row).inputs()) {
            Integer from = rows.get(input);
            if (from == null) {
                // From above this drawing: the block's input, or a layer of another block.
                int top = row == 0 ? 0 : y - ROW / 3;
                out.append("<path class=\"edge\" d=\"M%d %dV%d\"><title>%s</title></path>"
                        .formatted(row == 0 ? SPINE : SPINE - 10, top, y, Html.escape(input)));
                if (row > 0) {
                    out.append("<text class=\"op\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>"
                            .formatted(SPINE - 16, y + 4, Html.escape(shortened(input))));
                    out.append("<path class=\"edge\" d=\"M%d %dH%d\"/>".formatted(SPINE - 10, y, SPINE));
                }
            } else if (from == row - 1) {
                out.append("<path class=\"edge\" d=\"M%d %dV%d\"/>".formatted(SPINE, middle(from), y));
            } else {
                int reach = Math.min(80, 14 + 5 * (row - from));
                out.append("<path class=\"edge\" d=\"M%d %dC%d %d %d %d %d %d\"><title>%s → %s</title></path>"
                        .formatted(
                                SPINE,
                                middle(from),
                                SPINE - reach,
                                middle(from),
                                SPINE - reach,
                                y,
                                SPINE,
                                y,
                                Html.escape(input),
                                Html.escape(layers.get(row).name())));
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= 12 ? name : "…" + name.substring(name.length() - 11);
    }

    private void layer(StringBuilder out, DrawnLayer l, int row) {
        int y = middle(row);
        out.append("<g><title>%s</title>".formatted(Html.escape(tooltip(l))));
        out.append("<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"3.5\"/>".formatted(SPINE, y));
        double height = Math.max(3, (ROW - 5.0) * Math.max(l.height(), l.width()) / scale.side());
        double width = Math.max(3, BOX_WIDTH * Math.sqrt((double) l.channels() / scale.channels()));
        new Bar(BOX, y - height / 2, width, height).draw(out, "box", "waste", l.needed());
        out.append("<text class=\"name\" x=\"%d\" y=\"%d\">%s<tspan class=\"op\" dx=\"8\">%s</tspan></text>"
                .formatted(TEXT, y + 4, Html.escape(l.name()), Html.escape(l.op())));
        out.append("<text class=\"op\" x=\"%d\" y=\"%d\">%s</text>".formatted(SHAPE, y + 4, l.shape()));
        if (l.macs() > 0) {
            double read = 1 - (double) l.unreadMacs() / l.macs();
            bar(out, y, 0, (double) l.macs() / scale.macs(), read, count(l.macs()));
        }
        if (l.bytes() > 0) {
            bar(out, y, 1, (double) l.bytes() / scale.bytes(), 1, count(l.bytes()));
        }
        if (l.nanos() > 0) {
            bar(out, y, 2, l.nanos() / scale.nanos(), 1, duration(l.nanos()));
        }
        out.append("</g>");
    }

    private static void bar(StringBuilder out, int y, int column, double share, double used, String text) {
        int left = BARS + column * BAR_COLUMN;
        double width = Math.max(1, BAR_WIDTH * share);
        new Bar(left, y - 6.0, width, 12).draw(out, "bar" + column, "lost", used);
        out.append("<text class=\"op\" x=\"%s\" y=\"%d\">%s</text>"
                .formatted(Html.coordinate(left + width + 6), y + 4, text));
    }

    /** A rectangle of which the right part, all but a share, is drawn in another style. */
    private record Bar(double x, double y, double width, double height) {
        void draw(StringBuilder out, String used, String rest, double share) {
            rectangle(out, used, x, width * share);
            if (share < 1) {
                rectangle(out, rest, x + width * share, width * (1 - share));
            }
        }

        private void rectangle(StringBuilder out, String style, double left, double across) {
            out.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>"
                    .formatted(
                            style,
                            Html.coordinate(left),
                            Html.coordinate(y),
                            Html.coordinate(across),
                            Html.coordinate(height)));
        }
    }

    private static String tooltip(DrawnLayer l) {
        return String.format(
                Locale.ROOT,
                "%s: %s → %s; %,d parameters, %,d MACs (%,d for what nobody reads), %,d bytes%s; %.1f %% of the output is needed; sees %s; %s",
                l.name(),
                l.op(),
                l.shape(),
                l.parameters(),
                l.macs(),
                l.unreadMacs(),
                l.bytes(),
                l.nanos() > 0 ? ", " + duration(l.nanos()) : "",
                100 * l.needed(),
                l.sees(),
                l.kernel());
    }

    /** A number of multiply-adds or bytes in a few characters. */
    static String count(long number) {
        return number >= 1_000_000
                ? String.format(Locale.ROOT, "%.1f M", number / 1e6)
                : String.format(Locale.ROOT, "%.1f k", number / 1e3);
    }

    private static String duration(double nanos) {
        return nanos >= 1e6
                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
    }

    private static int middle(int row) {
        return HEAD + TOP + ROW * row + ROW / 2;
    }
}
