package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.Arrays;
import java.util.List;

/** The page of a search: all points in one picture, the Pareto front as a table. */
public final class SearchPage {
    private final String network;
    private final String description;
    private final String command;
    private final List<SearchedPoint> points;
    private final Measure across;
    private final Measure up;

    /**
     * A page.
     *
     * @param description what was searched and measured, one sentence
     * @param command that repeats it
     * @param points those of which both measures are known
     * @param across the measure from left to right
     * @param up the measure from bottom to top
     */
    public SearchPage(
            String network,
            String description,
            String command,
            List<SearchedPoint> points,
            Measure across,
            Measure up) {
        this.network = network;
        this.description = description;
        this.command = command;
        this.points = List.copyOf(points);
        this.across = across;
        this.up = up;
    }

    /** The page, without anything from elsewhere. */
    public String html() {
        List<SearchedPoint> front = Measure.front(points, across, up);
        StringBuilder out = new StringBuilder(Html.begin("A search through " + network));
        out.append("<style>").append(ScatterChart.STYLE).append("</style>\n");
        out.append("<p>%s</p>\n<p><code>%s</code></p>\n".formatted(Html.escape(description), Html.escape(command)));
        out.append(new ScatterChart(points, front, across, up).svg());
        out.append(
                "<p class=\"legend\">Red: the Pareto front, which no other point beats in one measure without losing in "
                        + "the other. Point at a dot for its values.</p>\n");
        out.append("<h2>The front</h2>\n<div class=\"wide\"><table><thead><tr>");
        points.getFirst().values().keySet().forEach(axis -> cell(out, "th", axis));
        List<Measure> measures = Arrays.stream(Measure.values())
                .filter(m -> !m.text(points.getFirst()).equals("–"))
                .toList();
        measures.forEach(measure -> cell(out, "th", measure.label()));
        out.append("</tr></thead><tbody>\n");
        for (SearchedPoint point : front) {
            out.append("<tr title=\"%s\">".formatted(Html.escape(point.name())));
            point.values().values().forEach(value -> cell(out, "td", value));
            measures.forEach(measure -> cell(out, "td", measure.text(point)));
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n</body></html>\n").toString();
    }

    private static void cell(StringBuilder out, String element, String text) {
        out.append("<%s>%s</%s>".formatted(element, Html.escape(text), element));
    }
}
