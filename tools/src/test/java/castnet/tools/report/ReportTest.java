package castnet.tools.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.report.Html;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

    @Test
    void meanAndSampleDeviation() {
        assertThat(Statistics.of(List.of(2.0, 4.0, 9.0)).mean()).isEqualTo(5);
        assertThat(Statistics.of(List.of(2.0, 4.0, 9.0)).deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
        assertThat(Statistics.of(List.of(7.0))).isEqualTo(new Statistics(7, 0));
        assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, 8, 4, 0.25", // every second row of every second column
        "3, 2, 1, 8, 4, 1",
        "2, 2, 0, 8, 4, 1",
        "1, 3, 0, 9, 3, 0.111111",
        "3, 2, 0, 8, 3, 0.765625", // the last row and column are out of reach
        "1, 2, 0, 7, 4, 0.326531"
    })
    void theShareThatALayerReads(int kernel, int stride, int pad, int size, int outputs, double share) {
        ReadPicture picture = new ReadPicture(
                new StridedLayer("layer", "", size, size, outputs, outputs, kernel, kernel, stride, stride, pad, pad));
        assertThat(picture.share()).isCloseTo(share, within(1e-6));
        long cells = picture.svg().chars().filter(c -> c == 'M').count();
        assertThat(cells).isEqualTo(Math.round(share * size * size));
    }

    @ParameterizedTest
    @CsvSource({
        "0.123, 0.987, 0, 0.2, 5",
        "10.83, 18.18, 10, 2, 5",
        "-3, 3, -3, 1, 6",
        "2200, 2900, 2200, 200, 4",
        "5, 5, 5, 0.0002, 1"
    })
    void anAxisHasRoundNumbers(double from, double to, double low, double step, int ticks) {
        Axis axis = Axis.of(List.of(new LineChart.Series("s", 0, List.of(from, to), List.of(0.0, 0.0))));
        assertThat(axis.low()).isCloseTo(low, within(1e-9));
        assertThat(axis.step()).isCloseTo(step, within(1e-9));
        assertThat(axis.ticks()).isEqualTo(ticks);
        assertThat(axis.low()).isLessThanOrEqualTo(from + 1e-9);
        assertThat(axis.high()).isGreaterThanOrEqualTo(to - 1e-9);
    }

    @Test
    void anAxisHasOnlyTheDecimalsItNeeds() {
        assertThat(new Axis(0.2, 0.2, 3).label(2)).isEqualTo("0.6");
        assertThat(new Axis(0, 0.05, 3).label(1)).isEqualTo("0.05");
        assertThat(new Axis(0, 0.1, 3).label(3)).isEqualTo("0.3");
        assertThat(new Axis(10, 20, 3).label(1)).isEqualTo("30");
    }

    @Test
    void aChartHasALineAndABandPerSeries() {
        List<LineChart.Series> series = List.of(
                new LineChart.Series("one", 0, List.of(1.0, 2.0, 3.0), List.of(9.0, 9.0, 9.0)),
                new LineChart.Series("two", 1, List.of(2.0, 2.0, 2.0), List.of(0.0, 0.0, 0.0)));
        String svg = new LineChart("a < b", series, Axis.of(series)).svg();
        assertThat(svg)
                .contains("a &lt; b", "<title>one</title>", "<title>two</title>")
                .doesNotContain("NaN");
        assertThat(svg.split("<polyline", -1)).hasSize(3);
        assertThat(svg.split("<polygon", -1)).as("no band without a deviation").hasSize(2);
        for (String point : svg.replaceAll(".*<polygon[^>]*points=\"([^\"]*)\".*", "$1")
                .trim()
                .split(" ", -1)) {
            double y = Double.parseDouble(point.substring(point.indexOf(',') + 1));
            assertThat(y).as("inside of the frame").isBetween(34.0, 280.0);
        }
    }

    @Test
    void aConstantAPointAndAnEmptyChart() {
        assertThat(chart(new LineChart.Series("c", 0, List.of(5.0, 5.0), List.of(0.0, 0.0))))
                .contains("<polyline")
                .doesNotContain("NaN");
        assertThat(chart(new LineChart.Series("p", 0, List.of(5.0), List.of(0.0))))
                .contains("<circle")
                .doesNotContain("NaN");
        assertThat(chart()).endsWith("</svg>\n").doesNotContain("NaN");
    }

    private static String chart(LineChart.Series... series) {
        return new LineChart("chart", List.of(series), Axis.of(List.of(series))).svg();
    }

    @Test
    void textIsEscaped() {
        assertThat(Html.escape("<a href=\"x\">&")).isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;");
        assertThat(Html.coordinate(1.0 / 3)).isEqualTo("0.33");
        assertThat(Html.coordinate(2)).isEqualTo("2");
    }
}
