package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.List;

/** Points of a sweep over two measures, with their Pareto front as a line of steps. */
final class ScatterChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 48;

    /** The styles that it needs beside those of all charts. */
    static final String STYLE =
            ".dot { fill: var(--c1); opacity: .35; } .best { fill: var(--c0); stroke: var(--paper); }"
                    + " .front { fill: none; stroke: var(--c0); stroke-width: 1.5; }";

    private final List<SearchedPoint> points;
    private final List<SearchedPoint> front;
    private final Measure across;
    private final Measure up;
    private final Axis horizontal;
    private final Axis vertical;

    /** A chart; {@code front} in the order of {@code across}. */
    ScatterChart(List<SearchedPoint> points, List<SearchedPoint> front, Measure across, Measure up) {
        this.points = List.copyOf(points);
        this.front = List.copyOf(front);
        this.across = across;
        this.up = up;
        this.horizontal = axis(across);
        this.vertical = axis(up);
    }

    private Axis axis(Measure measure) {
        return Axis.of(
                points.stream().mapToDouble(measure::of).min().orElse(0),
                points.stream().mapToDouble(measure::of).max().orElse(1));
    }

    String svg() {
        StringBuilder out = new StringBuilder();
        String title = up.label() + " over " + across.label();
        out.append("<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Html.escape(title)));
        out.append("<text class=\"title\" x=\"%d\" y=\"18\">%s</text>".formatted(LEFT, Html.escape(up.label())));
        grid(out);
        points.stream().filter(p -> !front.contains(p)).forEach(p -> circle(out, "dot", 3, p));
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < front.size(); i++) {
            String y = Html.coordinate(y(front.get(i)));
            steps.append(Html.coordinate(x(front.get(i)))).append(',').append(y).append(' ');
            if (i + 1 < front.size()) {
                steps.append(Html.coordinate(x(front.get(i + 1))))
                        .append(',')
                        .append(y)
                        .append(' ');
            }
        }
        out.append("<polyline class=\"front\" points=\"%s\"/>"
                .formatted(steps.toString().strip()));
        front.forEach(p -> circle(out, "best", 5, p));
        return out.append("</svg>\n").toString();
    }

    private void grid(StringBuilder out) {
        for (int tick = 0; tick <= vertical.ticks(); tick++) {
            String y = Html.coordinate(y(vertical.value(tick)));
            out.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, y, y));
            out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%s\" dy=\"4\">%s</text>"
                    .formatted(LEFT - 8, y, vertical.label(tick)));
        }
        for (int tick = 0; tick <= horizontal.ticks(); tick++) {
            out.append("<text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%d\">%s</text>"
                    .formatted(
                            Html.coordinate(x(horizontal.value(tick))), HEIGHT - BOTTOM + 18, horizontal.label(tick)));
        }
        out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>"
                .formatted(WIDTH - RIGHT, HEIGHT - 8, Html.escape(across.label())));
    }

    private void circle(StringBuilder out, String style, int radius, SearchedPoint point) {
        out.append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%d\"><title>%s</title></circle>\n"
                .formatted(
                        style,
                        Html.coordinate(x(point)),
                        Html.coordinate(y(point)),
                        radius,
                        Html.escape("%s: %s %s, %s %s"
                                .formatted(
                                        point.text(),
                                        across.text(point),
                                        across.label(),
                                        up.text(point),
                                        up.label()))));
    }

    private double x(SearchedPoint point) {
        return x(across.of(point));
    }

    private double y(SearchedPoint point) {
        return y(up.of(point));
    }

    private double x(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - horizontal.low()) / (horizontal.high() - horizontal.low());
    }

    private double y(double value) {
        return HEIGHT
                - BOTTOM
                - (HEIGHT - TOP - BOTTOM) * (value - vertical.low()) / (vertical.high() - vertical.low());
    }
}
