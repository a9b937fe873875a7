package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The page that {@code castnet compare} writes: curves, the table, and what each strided layer reads. */
public final class ComparePage {
    private final String data;
    private final String command;
    private final List<Variant> variants;
    private final List<String> sites;
    private final List<String> shortcuts;

    /**
     * @param data what was trained on, in words
     * @param command how to repeat the run
     */
    public ComparePage(String data, String command, List<Variant> variants) {
        this.data = data;
        this.command = command;
        this.variants = List.copyOf(variants);
        this.sites = variants.stream().map(Variant::at).distinct().toList();
        this.shortcuts = variants.stream().map(Variant::shortcut).distinct().toList();
    }

    /** The whole page. */
    public String html() {
        StringBuilder out = new StringBuilder();
        out.append(Html.begin("Where should a bottleneck put its stride?"))
                .append("<p>")
                .append(Html.escape(data))
                .append("</p>\n<p class=\"command\"><code>")
                .append(Html.escape(command))
                .append("</code></p>\n");
        curves(out);
        table(out);
        pictures(out);
        return out.append("</body></html>\n").toString();
    }

    private void curves(StringBuilder out) {
        out.append("<h2>Training</h2>\n<p class=\"legend\">Colour is where the stride sits: ");
        for (int i = 0; i < sites.size(); i++) {
            out.append("<span class=\"key\" style=\"background:var(--c%d)\"></span> %s%s "
                    .formatted(i, Html.escape(sites.get(i)), i < sites.size() - 1 ? "," : "."));
        }
        out.append("One chart per shortcut; the band is ± one deviation over the seeds.</p>\n");
        charts(out, "test accuracy in %", e -> 100 * e.testAccuracy());
        charts(out, "training loss", Variant.Epoch::trainLoss);
    }

    private void charts(StringBuilder out, String measure, ToDoubleFunction<Variant.Epoch> value) {
        Map<String, List<LineChart.Series>> charts = new LinkedHashMap<>();
        shortcuts.forEach(shortcut -> charts.put(shortcut, series(shortcut, value)));
        Axis axis = Axis.of(charts.values().stream().flatMap(List::stream).toList());
        out.append("<div class=\"charts\">\n");
        charts.forEach((shortcut, series) ->
                out.append(new LineChart(measure + ", shortcut " + shortcut, series, axis).svg()));
        out.append("</div>\n");
    }

    private List<LineChart.Series> series(String shortcut, ToDoubleFunction<Variant.Epoch> value) {
        List<LineChart.Series> series = new ArrayList<>();
        for (Variant variant : variants) {
            if (!variant.shortcut().equals(shortcut)) {
                continue;
            }
            series.add(variant.series(variant.name(), sites.indexOf(variant.at()), value));
        }
        return series;
    }

    private void table(StringBuilder out) {
        out.append(
                        "<h2>Cost and result</h2>\n<div class=\"wide\"><table><thead><tr><th>stride at</th><th>shortcut</th><th>parameters</th>")
                .append("<th>MACs</th><th>activations read</th><th>one inference</th><th>test loss</th>")
                .append("<th>test accuracy</th></tr></thead>\n<tbody>\n");
        for (Variant v : variants) {
            Statistics loss = Statistics.of(
                    v.runs().stream().map(r -> r.last().testLoss()).toList());
            Statistics accuracy = Statistics.of(
                    v.runs().stream().map(r -> 100 * r.last().testAccuracy()).toList());
            out.append("<tr><th><span class=\"key\" style=\"background:var(--c%d)\"></span> %s</th><td>%s</td>"
                    .formatted(sites.indexOf(v.at()), Html.escape(v.at()), Html.escape(v.shortcut())));
            out.append(String.format(
                    Locale.ROOT,
                    "<td>%,d</td><td>%,d</td><td>%.1f %%</td><td>%.0f µs</td><td>%.3f ± %.3f</td><td>%.1f ± %.1f %%</td></tr>%n",
                    v.parameters(),
                    v.macs(),
                    100 * v.shareRead(),
                    v.latencyMicros(),
                    loss.mean(),
                    loss.deviation(),
                    accuracy.mean(),
                    accuracy.deviation()));
        }
        out.append("</tbody></table></div>\n");
    }

    private void pictures(StringBuilder out) {
        out.append("<h2>What each strided layer reads</h2>\n<p>Each square is the layer's input; a filled cell is a ")
                .append(
                        "position that the layer reads. A 1×1 with stride 2 reads every second row of every second column: ")
                .append("a quarter. What no other layer reads either was computed for nothing.</p>\n");
        for (Variant variant : variants) {
            out.append("<details open><summary>%s</summary><div class=\"pictures\">"
                    .formatted(Html.escape(variant.name())));
            for (StridedLayer layer : variant.strided()) {
                ReadPicture picture = new ReadPicture(layer);
                out.append("<figure>").append(picture.svg());
                out.append(String.format(
                        Locale.ROOT,
                        "<figcaption><b>%s</b><br>%s<br>reads %.1f %% of %d×%d</figcaption></figure>",
                        Html.escape(layer.name()),
                        Html.escape(layer.description()),
                        100 * picture.share(),
                        layer.height(),
                        layer.width()));
            }
            out.append("</div></details>\n");
        }
    }
}
