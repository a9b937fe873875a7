package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that {@code castnet study} writes: for each claim its pictures, then its table, then what they say. */
public final class StudyPage {
    /** Width of the longest bar. */
    private static final double BAR = 460;

    private final String command;
    private final List<Map> maps;
    private final List<Cost> costs;
    private final List<Shortcut> shortcuts;
    private final String data;
    private final List<Variant> variants;

    /**
     * How the loss depends on the positions of a stage's input.
     *
     * @param title the stage and whether its statistics were frozen
     * @param values row by row
     * @param read mean over the positions that a stride of two reads
     * @param skipped mean over the others
     */
    public record Map(String title, int height, int width, List<Double> values, double read, double skipped) {
        public Map {
            values = List.copyOf(values);
        }
    }

    /**
     * What a network costs, and what was published of it.
     *
     * @param declared multiply-adds as declared
     * @param computed multiply-adds of inference
     * @param millis median of one inference on one thread
     * @param bagOfTricks top-1 accuracy in percent by He et al. 2019, table 5
     * @param gluon top-1 accuracy in percent in GluonCV's model zoo
     */
    public record Cost(
            String network,
            long parameters,
            long declared,
            long computed,
            double millis,
            double bagOfTricks,
            double gluon) {}

    /** How far a shortcut is from linear, as a share of its largest output. */
    public record Shortcut(String name, double error) {}

    /**
     * A page.
     *
     * @param command how to repeat the run
     * @param data what was trained on, in words
     */
    public StudyPage(
            String command,
            List<Map> maps,
            List<Cost> costs,
            List<Shortcut> shortcuts,
            String data,
            List<Variant> variants) {
        this.command = command;
        this.maps = List.copyOf(maps);
        this.costs = List.copyOf(costs);
        this.shortcuts = List.copyOf(shortcuts);
        this.data = data;
        this.variants = List.copyOf(variants);
    }

    /** The whole page. */
    public String html() {
        StringBuilder out = new StringBuilder(Html.begin("What does a stride throw away?"));
        out.append("<p class=\"command\"><code>").append(Html.escape(command)).append("</code></p>\n");
        unread(out);
        cost(out);
        linear(out);
        training(out);
        return out.append("</body></html>\n").toString();
    }

    private void unread(StringBuilder out) {
        out.append("<h2>“A neuron that nobody reads is not trained”</h2>\n<div class=\"pictures\">");
        for (Map map : maps) {
            out.append("<figure>").append(new HeatMap(map.height(), map.width(), map.values()).svg(map.title()));
            out.append("<figcaption><b>%s</b></figcaption></figure>".formatted(Html.escape(map.title())));
        }
        out.append("</div>\n<div class=\"wide\"><table><thead><tr><th>stage</th><th>gradient where it reads</th>")
                .append("<th>where the stride skips</th><th>share</th></tr></thead><tbody>\n");
        for (Map map : maps) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><th>%s</th><td>%.3g</td><td>%s</td><td>%.2f %%</td></tr>%n",
                    Html.escape(map.title()),
                    map.read(),
                    map.skipped() == 0 ? "0" : String.format(Locale.ROOT, "%.3g", map.skipped()),
                    100 * map.skipped() / map.read()));
        }
        out.append(
                        "</tbody></table></div>\n<p>Each cell is a position of the stage's input: the stronger, the more the loss ")
                .append(
                        "depends on it; crossed out where it does not at all. With frozen statistics the claim is exact: a 1×1 ")
                .append(
                        "with stride 2 leaves three positions of four without any gradient. In training it is not: a batch norm ")
                .append(
                        "in front takes its mean and variance over <em>all</em> positions, so a little gradient comes back to ")
                .append(
                        "those that nobody reads. And no weight is untrained either way, because a convolution uses the same ")
                .append("weights at every position.</p>\n");
    }

    private void cost(StringBuilder out) {
        long largest = costs.stream().mapToLong(Cost::declared).max().orElse(1);
        out.append("<h2>“v1.5 costs about 5 % and gains about 0.5 %”</h2>\n");
        out.append("<svg class=\"chart\" viewBox=\"0 0 760 %d\" role=\"img\" aria-label=\"multiply-adds\">"
                .formatted(10 + 34 * costs.size()));
        for (int i = 0; i < costs.size(); i++) {
            Cost c = costs.get(i);
            int y = 6 + 34 * i;
            double full = BAR * c.declared() / largest;
            label(out, y, c.network());
            bar(out, y, "unread", full);
            bar(out, y, "read", BAR * c.computed() / largest);
            String figures = String.format(Locale.ROOT, "%.2f G of %.2f G", c.computed() / 1e9, c.declared() / 1e9);
            figure(out, y, full, figures);
        }
        out.append(
                        "</svg>\n<div class=\"wide\"><table><thead><tr><th>network</th><th>parameters</th><th>MACs declared</th>")
                .append("<th>computed in inference</th><th>one inference</th><th>top-1, Bag of Tricks</th>")
                .append("<th>top-1, GluonCV</th></tr></thead><tbody>\n");
        for (Cost c : costs) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><th>%s</th><td>%,d</td><td>%,d</td><td>%,d</td><td>%.1f ms</td><td>%.2f %%</td><td>%.2f %%</td></tr>%n",
                    Html.escape(c.network()),
                    c.parameters(),
                    c.declared(),
                    c.computed(),
                    c.millis(),
                    c.bagOfTricks(),
                    c.gluon()));
        }
        out.append(
                        "</tbody></table></div>\n<p>As declared, v1.5 costs 6 % more multiply-adds than v1. But a quarter of v1's ")
                .append(
                        "work at the end of each stage is never read; the compiler leaves it out of inference, exactly, so in ")
                .append(
                        "truth v1.5 costs 17 % more than v1 needs. What is published for that is 0.3 to 0.5 points of accuracy ")
                .append("(He, Zhang et al. 2019; GluonCV), both trained for the purpose.</p>\n");
    }

    private void linear(StringBuilder out) {
        double largest = shortcuts.stream().mapToDouble(Shortcut::error).max().orElse(1);
        out.append("<h2>“An average-pool shortcut is linear, a max-pool is not”</h2>\n");
        out.append("<svg class=\"chart\" viewBox=\"0 0 760 %d\" role=\"img\" aria-label=\"departure from linear\">"
                .formatted(10 + 34 * shortcuts.size()));
        for (int i = 0; i < shortcuts.size(); i++) {
            Shortcut s = shortcuts.get(i);
            int y = 6 + 34 * i;
            // Never less than a line: what is as good as zero is drawn, too.
            double width = Math.max(1, BAR * s.error() / largest);
            label(out, y, s.name());
            bar(out, y, "read departure", width);
            figure(out, y, width, String.format(Locale.ROOT, "%.2g of the output", s.error()));
        }
        out.append("</svg>\n<div class=\"wide\"><table><thead><tr>")
                .append("<th>shortcut</th><th>largest f(x + y) − f(x) − f(y)</th></tr></thead><tbody>\n");
        for (Shortcut s : shortcuts) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><th>%s</th><td>%.2g of the output</td></tr>%n",
                    Html.escape(s.name()),
                    s.error()));
        }
        out.append(
                        "</tbody></table></div>\n<p>The average's error is the rounding of a float: a shortcut that averages could be ")
                .append(
                        "folded into the 1×1 behind it (as one 2×2 of four times the work). A maximum cannot: it is as far from a ")
                .append("sum as its output is large.</p>\n");
    }

    private static void label(StringBuilder out, int y, String text) {
        out.append("<text class=\"tick\" x=\"120\" y=\"%d\" dy=\"16\" text-anchor=\"end\">%s</text>"
                .formatted(y, Html.escape(text)));
    }

    private static void bar(StringBuilder out, int y, String style, double width) {
        out.append("<rect class=\"%s\" x=\"128\" y=\"%d\" width=\"%s\" height=\"24\"/>"
                .formatted(style, y, Html.coordinate(width)));
    }

    /** Behind a bar of that width. */
    private static void figure(StringBuilder out, int y, double width, String text) {
        out.append("<text class=\"tick\" x=\"%s\" y=\"%d\" dy=\"16\">%s</text>"
                .formatted(Html.coordinate(136 + width), y, text));
    }

    private void training(StringBuilder out) {
        out.append("<h2>“Moving the stride to the previous 3×3 gives a similar result”</h2>\n<p>")
                .append(Html.escape(data))
                .append("</p>\n<div class=\"charts\">\n");
        List<Variant> sites =
                variants.stream().filter(v -> v.shortcut().equals("PROJECTION")).toList();
        List<Variant> kinds =
                variants.stream().filter(v -> v.at().equals("CONV3x3")).toList();
        List<LineChart.Series> bySite = new ArrayList<>();
        sites.forEach(v -> bySite.add(v.accuracy(v.at(), bySite.size())));
        List<LineChart.Series> byKind = new ArrayList<>();
        kinds.forEach(v -> byKind.add(v.accuracy(v.shortcut(), byKind.size())));
        List<LineChart.Series> all = new ArrayList<>(bySite);
        all.addAll(byKind);
        Axis axis = Axis.of(all);
        chart(out, "test accuracy in %, stride at", bySite, axis);
        chart(out, "test accuracy in %, stride at CONV3x3, shortcut", byKind, axis);
        out.append(
                        "</div>\n<div class=\"wide\"><table><thead><tr><th>stride at</th><th>shortcut</th><th>parameters</th>")
                .append("<th>MACs</th><th>one inference</th><th>test accuracy</th></tr></thead><tbody>\n");
        for (Variant v : variants) {
            Statistics accuracy = Statistics.of(
                    v.runs().stream().map(r -> 100 * r.last().testAccuracy()).toList());
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><th>%s</th><td>%s</td><td>%,d</td><td>%,d</td><td>%.0f µs</td><td>%.2f ± %.2f %%</td></tr>%n",
                    Html.escape(v.at()),
                    Html.escape(v.shortcut()),
                    v.parameters(),
                    v.macs(),
                    v.latencyMicros(),
                    accuracy.mean(),
                    accuracy.deviation()));
        }
        out.append(
                        "</tbody></table></div>\n<p>In inference the stride on the previous 3×3 <em>is</em> v1, to the last bit: that is ")
                .append(
                        "the rewrite above. Trained as an architecture of its own (as tf-slim and Keras' V2 have it) it sees other ")
                .append(
                        "batch statistics, and so is another network; the table says how similar. Compare differences with the ")
                .append("deviation over the seeds before you believe them.</p>\n");
    }

    private static void chart(StringBuilder out, String title, List<LineChart.Series> series, Axis axis) {
        out.append("<div>").append(new LineChart(title, series, axis).svg()).append("<p class=\"legend\">");
        for (LineChart.Series s : series) {
            out.append("<span class=\"key\" style=\"background:var(--c%d)\"></span> %s "
                    .formatted(s.color(), Html.escape(s.name())));
        }
        out.append("</p></div>\n");
    }
}
