package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import castnet.tools.report.Measure;
import castnet.tools.report.SearchedPoint;
import castnet.tools.search.PointCompiler;
import castnet.tools.search.SweepTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    @TempDir
    Path directory;

    private Cli.Result search(String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of("search"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--report", page().toString()));
        return Cli.run(arguments);
    }

    private Path page() {
        return directory.resolve("search.html");
    }

    private static SearchedPoint point(String name, long parameters, long macs) {
        return new SearchedPoint(name, Map.of(), parameters, macs, 0, Double.NaN, Double.NaN);
    }

    @Test
    void frontKeepsWhatNothingBeats() {
        SearchedPoint a = point("a", 1, 9);
        SearchedPoint b = point("b", 2, 9);
        SearchedPoint c = point("c", 3, 5);
        SearchedPoint d = point("d", 3, 5);
        SearchedPoint e = point("e", 3, 6);
        SearchedPoint f = point("f", 9, 1);
        assertThat(Measure.front(List.of(f, e, d, c, b, a), Measure.PARAMS, Measure.MACS))
                .containsExactly(a, d, c, f);
        assertThat(Measure.front(
                        List.of(a.measured(1, 0.5), b.measured(2, 0.4), c.measured(3, 0.6)),
                        Measure.LATENCY,
                        Measure.ACCURACY))
                .extracting(SearchedPoint::name)
                .containsExactly("a", "c");
    }

    @Test
    void ranksWhatTheCompilerCounted() throws IOException {
        String out = search("Searched", "--by", "params", "--top", "3").done().out();
        assertThat(out)
                .contains("48 points of the sweep; * on the Pareto front", "–  * shortcut=ZERO_PAD stem.kernel=1,3")
                .contains(
                        "as a class: @Sweep(emit = \"SearchedZeroPadStemKernel1x3StemValueReluLayer1Width4Layer1Repeat1\")");
        assertThat(Files.readString(page()))
                .contains("<svg", "prefers-color-scheme: dark", "class=\"front\"", "--by PARAMS --against MACS")
                .doesNotContain("<script", "href=", "src=", "http");
        assertThat(Files.readString(page()).split("<circle", -1)).hasSize(1 + 48);
        assertThat(search("Searched", "--max-params", "600").done().out()).contains(" within the budget");
        assertThat(search("Searched", "--max-macs", "3").failed(2).err())
                .contains("none of 48 points is within --max-macs, --max-params and --max-memory; the least are ");
    }

    /** What is compiled at run time is the network that the table counted, also where a class is there already. */
    @Test
    void compiledPointsHaveTheFiguresOfTheTable() throws IOException {
        SweepTable table = SweepTable.of(NetworkRegistry.load().find("Searched"));
        assertThat(table.points()).hasSize(48);
        List<SearchedPoint> points = List.of(
                table.points().get(0),
                table.points().get(17),
                table.points().get(30),
                table.points().get(47));
        try (PointCompiler compiler = new PointCompiler(table)) {
            List<NetworkFactory> networks = compiler.compile(points);
            for (int i = 0; i < points.size(); i++) {
                assertThat(networks.get(i).info().parameterCount())
                        .isEqualTo(points.get(i).parameters());
                assertThat(NetworkSummary.of(networks.get(i)).inferenceMacs())
                        .isEqualTo(points.get(i).macs());
            }
            assertThat(networks.getFirst().info().className()).contains("CompiledSearchedProjectionStemKernel3");
            assertThat(networks.getLast().info().className())
                    .endsWith("CompiledSearched2ZeroPadStemKernel1x3StemValueSiluLayer1Width8Layer1Repeat2");
        }
    }

    @Test
    void trainsSomeFromFewToManyMacs() throws IOException {
        String out = search(
                        "Searched",
                        "--by",
                        "accuracy",
                        "--against",
                        "latency",
                        "--measure",
                        "2",
                        "--epochs",
                        "1",
                        "--seeds",
                        "1",
                        "--images",
                        "64")
                .done()
                .out();
        assertThat(out).contains("48 points of the sweep, 2 of them trained");
        assertThat(out.lines().filter(line -> line.contains("layer1.width=")).toList())
                .hasSize(2)
                .noneMatch(line -> line.contains("–"))
                .anyMatch(line -> line.contains("layer1.width=4 layer1.repeat=1"))
                .anyMatch(line -> line.contains("layer1.width=8 layer1.repeat=2"));
        assertThat(Files.readString(page()))
                .contains("test accuracy, %", "µs per inference", "--measure 2 --data synthetic");
    }

    @Test
    void networksWithoutSweep() {
        assertThat(search("Speck").failed(2).err())
                .contains(
                        "castnet.tools.Speck has no points to search: there is no SpeckSweep.json",
                        "declare @Sweep on it");
    }
}
