package castnet.tools.report;

import castnet.processor.report.Html;
import java.util.List;

/** A value per position as a grid of cells: the larger, the stronger its colour; exact zeros are crossed out. */
final class HeatMap {
    private static final int SIZE = 132;

    private final int height;
    private final int width;
    private final List<Double> values;
    private final double largest;

    /**
     * A map.
     *
     * @param values row by row, none negative; the largest gets the strongest colour
     */
    HeatMap(int height, int width, List<Double> values) {
        this.height = height;
        this.width = width;
        this.values = List.copyOf(values);
        this.largest = values.stream().mapToDouble(v -> v).max().orElse(1);
    }

    String svg(String title) {
        double cell = (double) SIZE / Math.max(height, width);
        StringBuilder out = new StringBuilder();
        out.append("<svg class=\"reads\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(SIZE, SIZE, Html.escape(title)));
        out.append("<rect class=\"unread\" width=\"%s\" height=\"%s\"/>"
                .formatted(Html.coordinate(width * cell), Html.coordinate(height * cell)));
        String side = Html.coordinate(cell * 0.9);
        StringBuilder crosses = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            int row = i / width;
            double x = (i - row * width) * cell;
            double y = row * cell;
            if (values.get(i) == 0) {
                crosses.append("M%s %sl%s %sm0 -%sl-%s %s"
                        .formatted(Html.coordinate(x), Html.coordinate(y), side, side, side, side, side));
            } else {
                // The square root shows small values too.
                out.append("<rect class=\"read\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill-opacity=\"%s\"/>"
                        .formatted(
                                Html.coordinate(x),
                                Html.coordinate(y),
                                side,
                                side,
                                Html.coordinate(Math.sqrt(values.get(i) / largest))));
            }
        }
        if (!crosses.isEmpty()) {
            out.append("<path class=\"zero\" d=\"").append(crosses).append("\"/>");
        }
        return out.append("</svg>").toString();
    }
}
