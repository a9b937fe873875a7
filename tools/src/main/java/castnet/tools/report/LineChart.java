package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.List;

/** A line chart with one line per series and a band of ± one deviation around it. */
final class LineChart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int LEFT = 52;
    private static final int RIGHT = 12;
    private static final int TOP = 34;
    private static final int BOTTOM = 40;

    /**
     * One line.
     *
     * @param color index of the palette's colour ({@code --c0} … of the page)
     * @param mean one value per epoch, the first for epoch 1
     * @param deviation of the same length
     */
    record Series(String name, int color, List<Double> mean, List<Double> deviation) {
        Series {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
        }
    }

    private final String title;
    private final List<Series> series;
    private final Axis axis;
    private final int epochs;

    /** A chart on an axis that holds all its series. */
    LineChart(String title, List<Series> series, Axis axis) {
        this.title = title;
        this.series = List.copyOf(series);
        this.axis = axis;
        this.epochs = series.stream().mapToInt(s -> s.mean().size()).max().orElse(1);
    }

    String svg() {
        StringBuilder out = new StringBuilder();
        out.append("<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.escape(title)));
        out.append("<text class=\"title\" x=\"%d\" y=\"18\">%s</text>".formatted(LEFT, Html.escape(title)));
        axes(out);
        series.forEach(s -> band(out, s));
        series.forEach(s -> line(out, s));
        return out.append("</svg>\n").toString();
    }

    private void axes(StringBuilder out) {
        for (int tick = 0; tick <= axis.ticks(); tick++) {
            String y = Html.coordinate(y(axis.value(tick)));
            out.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, y, y));
            out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%s\" dy=\"4\">%s</text>"
                    .formatted(LEFT - 6, y, axis.label(tick)));
        }
        int step = Math.max(1, epochs / 8);
        for (int epoch = 1; epoch <= epochs; epoch += step) {
            out.append("<text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%d\">%d</text>"
                    .formatted(Html.coordinate(x(epoch)), HEIGHT - BOTTOM + 18, epoch));
        }
        out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%d\">epoch</text>"
                .formatted(WIDTH - RIGHT, HEIGHT - 6));
    }

    private void band(StringBuilder out, Series s) {
        if (s.deviation().stream().allMatch(d -> d == 0) || s.mean().size() < 2) {
            return;
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < s.mean().size(); i++) {
            point(points, i + 1, s.mean().get(i) + s.deviation().get(i));
        }
        for (int i = s.mean().size() - 1; i >= 0; i--) {
            point(points, i + 1, s.mean().get(i) - s.deviation().get(i));
        }
        out.append("<polygon style=\"fill:var(--c%d)\" class=\"band\" points=\"%s\"/>"
                .formatted(s.color(), points.toString().trim()));
    }

    private void line(StringBuilder out, Series s) {
        if (s.mean().size() == 1) {
            out.append("<circle style=\"fill:var(--c%d)\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s</title></circle>"
                    .formatted(
                            s.color(),
                            Html.coordinate(x(1)),
                            Html.coordinate(y(s.mean().getFirst())),
                            Html.escape(s.name())));
            return;
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < s.mean().size(); i++) {
            point(points, i + 1, s.mean().get(i));
        }
        out.append("<polyline class=\"line\" style=\"stroke:var(--c%d)\" points=\"%s\"><title>%s</title></polyline>"
                .formatted(s.color(), points.toString().trim(), Html.escape(s.name())));
    }

    private void point(StringBuilder points, int epoch, double value) {
        points.append(Html.coordinate(x(epoch)))
                .append(',')
                .append(Html.coordinate(y(value)))
                .append(' ');
    }

    private double x(int epoch) {
        int spans = Math.max(1, epochs - 1);
        return LEFT + (WIDTH - LEFT - RIGHT) * (double) (epoch - 1) / spans;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - axis.low()) / (axis.high() - axis.low());
    }
}
