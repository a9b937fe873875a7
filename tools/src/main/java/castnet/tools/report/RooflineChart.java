package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.List;
import java.util.Locale;

/**
 * Steps over their operations per byte, both axes logarithmic, under the roof that memory and arithmetic of the machine make
 * (Williams, Waterman and Patterson 2009). The area of a dot is the step's time.
 */
public final class RooflineChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 48;
    private static final double LARGEST_DOT = 16;

    private final List<RooflinePoint> points;
    private final double peak;
    private final double bandwidth;
    private final Decades across;
    private final Decades up;

    /**
     * A chart of the steps that multiply.
     *
     * @param peak of the machine, GFLOP/s
     * @param bandwidth of its memory, GB/s
     */
    public RooflineChart(List<RooflinePoint> points, double peak, double bandwidth) {
        this.points = points.stream().filter(p -> p.macs() > 0).toList();
        this.peak = peak;
        this.bandwidth = bandwidth;
        double ridge = peak / bandwidth;
        this.across = Decades.around(
                this.points.stream().mapToDouble(RooflinePoint::intensity).toArray(), ridge);
        this.up = Decades.around(
                this.points.stream().mapToDouble(RooflinePoint::speed).toArray(), peak);
    }

    /** The section of a page: a heading, the picture and what it shows. */
    public String section() {
        return String.format(
                Locale.ROOT,
                "<h2>Roofline</h2>\n%s<p class=\"legend\">The line: %.1f GFLOP/s of fused multiply-adds and %.1f GB/s from memory, both "
                        + "measured with this run. A dot is a step, its area the time that it takes. Winograd's kernels multiply less than "
                        + "the count says and may stand above the line, as may what lies in the caches.</p>\n",
                svg(),
                peak,
                bandwidth);
    }

    private String svg() {
        StringBuilder out = new StringBuilder("<style>.roof { fill: none; stroke: var(--c0); stroke-width: 2; }"
                + " .step { fill: var(--c1); opacity: .55; }</style>\n");
        out.append("<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Roofline\">"
                .formatted(WIDTH, HEIGHT));
        out.append("<text class=\"title\" x=\"%d\" y=\"18\">GFLOP/s</text>".formatted(LEFT));
        grid(out);
        double ridge = peak / bandwidth;
        out.append("<polyline class=\"roof\" points=\"%s,%s %s,%s %s,%s\"/>"
                .formatted(
                        x(Math.max(across.low(), up.low() / bandwidth)),
                        y(Math.max(up.low(), across.low() * bandwidth)),
                        x(ridge),
                        y(peak),
                        x(across.high()),
                        y(peak)));
        double longest = points.stream().mapToDouble(RooflinePoint::nanos).max().orElse(1);
        for (RooflinePoint p : points) {
            out.append("<circle class=\"step\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>\n"
                    .formatted(
                            x(p.intensity()),
                            y(p.speed()),
                            Html.coordinate(Math.max(2.5, LARGEST_DOT * Math.sqrt(p.nanos() / longest))),
                            Html.escape(String.format(
                                    Locale.ROOT,
                                    "%s: %.1f GFLOP/s, %.1f operations per byte, %,.1f µs",
                                    p.name(),
                                    p.speed(),
                                    p.intensity(),
                                    p.nanos() / 1e3))));
        }
        return out.append("</svg>\n").toString();
    }

    private void grid(StringBuilder out) {
        for (int decade = up.from(); decade <= up.to(); decade++) {
            String y = y(Math.pow(10, decade));
            out.append("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                    .formatted(LEFT, WIDTH - RIGHT, y, y));
            out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%s\" dy=\"4\">%s</text>"
                    .formatted(LEFT - 8, y, Decades.label(decade)));
        }
        for (int decade = across.from(); decade <= across.to(); decade++) {
            String x = x(Math.pow(10, decade));
            out.append("<line class=\"grid\" y1=\"%d\" y2=\"%d\" x1=\"%s\" x2=\"%s\"/>"
                    .formatted(TOP, HEIGHT - BOTTOM, x, x));
            out.append("<text class=\"tick\" text-anchor=\"middle\" x=\"%s\" y=\"%d\">%s</text>"
                    .formatted(x, HEIGHT - BOTTOM + 18, Decades.label(decade)));
        }
        out.append("<text class=\"tick\" text-anchor=\"end\" x=\"%d\" y=\"%d\">operations per byte</text>"
                .formatted(WIDTH - RIGHT, HEIGHT - 8));
    }

    private String x(double intensity) {
        return Html.coordinate(LEFT + (WIDTH - LEFT - RIGHT) * across.share(intensity));
    }

    private String y(double speed) {
        return Html.coordinate(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * up.share(speed));
    }

    /** A logarithmic axis from a power of ten to another. */
    private record Decades(int from, int to) {
        static Decades around(double[] values, double also) {
            double low = also;
            double high = also;
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            int from = (int) Math.floor(Math.log10(low));
            return new Decades(from, Math.max(from + 1, (int) Math.ceil(Math.log10(high))));
        }

        static String label(int decade) {
            return decade < 0
                    ? String.format(Locale.ROOT, "%." + -decade + "f", Math.pow(10, decade))
                    : String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade));
        }

        double low() {
            return Math.pow(10, from);
        }

        double high() {
            return Math.pow(10, to);
        }

        double share(double value) {
            return (Math.log10(value) - from) / (to - from);
        }
    }
}
