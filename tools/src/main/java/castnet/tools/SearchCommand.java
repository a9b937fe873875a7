package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.runtime.SweepPoint;
import castnet.tools.report.Measure;
import castnet.tools.report.SearchPage;
import castnet.tools.report.SearchedPoint;
import castnet.tools.report.Statistics;
import castnet.tools.report.Variant;
import castnet.tools.search.PointCompiler;
import castnet.tools.search.SweepTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet search NETWORK}: the best points of its sweep. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "Ranks the points of a network's @Sweep, and draws the Pareto front of two measures.",
            "MACs, parameters and memory are known of every point since it was compiled. For latency and accuracy some "
                    + "points (--measure), spread evenly from few to many MACs, are compiled now, run, and trained."
        })
final class SearchCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(
            names = "--by",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "MACS")
    private Measure by = Measure.MACS;

    @Option(
            names = "--against",
            description = "The front's other measure (default: MACS; PARAMS where the ranking is by MACs).")
    private @Nullable Measure against;

    @Option(names = "--top", description = "Points to print (default: ${DEFAULT-VALUE}).", defaultValue = "10")
    private int top;

    @Option(
            names = "--measure",
            paramLabel = "POINTS",
            description = "Points to time or to train, where that is needed (default: ${DEFAULT-VALUE}; 0: all).",
            defaultValue = "8")
    private int measured;

    @Mixin
    private SearchBudget budget = new SearchBudget();

    @Mixin
    private ComparisonOptions training = new ComparisonOptions();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page (default: ${DEFAULT-VALUE}).",
            defaultValue = "search.html")
    private Path report = Path.of("search.html");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        training.check();
        Require.positive("--top", top);
        if (measured < 0) {
            throw new IllegalArgumentException("--measure must be at least 0, found " + measured);
        }
        Require.writable("--report", report);
        SweepTable table = SweepTable.of(network.factory());
        Measure across = against != null ? against : by == Measure.MACS ? Measure.PARAMS : Measure.MACS;
        List<SearchedPoint> points = budget.within(table.points());
        String description = "%,d points of the sweep".formatted(table.points().size());
        if (points.size() < table.points().size()) {
            description += ", %,d within the budget".formatted(points.size());
        }
        if (by.isMeasured() || across.isMeasured()) {
            points = spread(points);
            boolean trained = by == Measure.ACCURACY || across == Measure.ACCURACY;
            description += ", %,d of them %s".formatted(points.size(), trained ? "trained" : "timed");
            try (PointCompiler compiler = new PointCompiler(table)) {
                List<NetworkFactory> networks = compiler.compile(points);
                points = trained ? trained(points, networks) : timed(points, networks);
            }
        }
        List<SearchedPoint> ranked =
                points.stream().sorted(by.best().thenComparing(across.best())).toList();
        PrintWriter out = spec.commandLine().getOut();
        print(out, description, ranked, Measure.front(points, across, by));
        String name = table.network().info().name();
        Files.writeString(
                report, new SearchPage(name, description + ".", command(name, across), points, across, by).html());
        out.println("wrote " + report.toAbsolutePath());
        return 0;
    }

    /** Some points from that with the fewest MACs to that with the most, at equal steps of the ranking. */
    private List<SearchedPoint> spread(List<SearchedPoint> points) {
        List<SearchedPoint> ranked = points.stream()
                .sorted(Measure.MACS.best().thenComparing(Measure.PARAMS.best()))
                .toList();
        if (measured == 0 || measured >= ranked.size()) {
            return ranked;
        }
        List<SearchedPoint> some = new ArrayList<>();
        for (int i = 0; i < measured; i++) {
            some.add(ranked.get((int) ((long) i * (ranked.size() - 1) / Math.max(1, measured - 1))));
        }
        return some;
    }

    private List<SearchedPoint> timed(List<SearchedPoint> points, List<NetworkFactory> networks) {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        List<SearchedPoint> timed = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            progress.show(i, points.size(), points.get(i).text());
            timed.add(points.get(i).measured(Latency.medianMicros(networks.get(i)), Double.NaN));
        }
        progress.clear();
        return timed;
    }

    private List<SearchedPoint> trained(List<SearchedPoint> points, List<NetworkFactory> networks)
            throws IOException, InterruptedException {
        List<SweepPoint> sweep = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            sweep.add(new SweepPoint(points.get(i).values(), networks.get(i)));
        }
        List<Variant> variants =
                training.train(sweep, spec.commandLine().getErr()).variants();
        List<SearchedPoint> trained = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            Statistics accuracy = Statistics.of(variants.get(i).runs().stream()
                    .map(run -> run.last().testAccuracy())
                    .toList());
            trained.add(points.get(i).measured(variants.get(i).latencyMicros(), accuracy.mean()));
        }
        return trained;
    }

    private void print(PrintWriter out, String description, List<SearchedPoint> ranked, List<SearchedPoint> front) {
        out.printf("%s; * on the Pareto front%n", description);
        out.printf("%12s %11s %10s %10s %9s    %s%n", "M MACs", "k params", "KiB", "µs", "accuracy", "point");
        for (SearchedPoint point : ranked.subList(0, Math.min(top, ranked.size()))) {
            out.printf(
                    "%12s %11s %10s %10s %9s  %s %s%n",
                    Measure.MACS.text(point),
                    Measure.PARAMS.text(point),
                    Measure.MEMORY.text(point),
                    Measure.LATENCY.text(point),
                    Measure.ACCURACY.text(point),
                    front.contains(point) ? "*" : " ",
                    point.text());
        }
        out.println(
                "as a class: @Sweep(emit = \"%s\")".formatted(ranked.getFirst().name()));
        out.flush();
    }

    private String command(String name, Measure across) {
        boolean some = by.isMeasured() || across.isMeasured();
        return training.command("search %s --by %s --against %s%s%s"
                .formatted(name, by, across, budget.text(), some ? " --measure " + measured : ""));
    }
}
