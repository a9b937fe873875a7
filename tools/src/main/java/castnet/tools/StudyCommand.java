package castnet.tools;

import castnet.examples.study.StrideStudySweep;
import castnet.examples.study.UnreadProbeSweep;
import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.SweepPoint;
import castnet.tools.report.Statistics;
import castnet.tools.report.StudyPage;
import castnet.tools.report.Variant;
import castnet.tools.study.GradientMap;
import castnet.tools.study.Linearity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet study}: what is said about strides and shortcuts, put to the test. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = {
            "Puts what is said about strides and shortcuts to the test, and writes a page:",
            "which positions get a gradient, what each variant costs, which shortcuts are linear, how the variants train."
        })
final class StudyCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page (default: ${DEFAULT-VALUE}).",
            defaultValue = "study.html")
    private Path report = Path.of("study.html");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        comparison.check();
        Require.writable("--report", report);
        PrintWriter out = spec.commandLine().getOut();
        List<StudyPage.Map> maps = maps();
        maps.forEach(m -> out.printf(
                "gradient, %-34s where it reads %.3g, where the stride skips %.3g%n",
                m.title(), m.read(), m.skipped()));
        List<StudyPage.Cost> costs = costs();
        costs.forEach(c -> out.printf(
                "cost, %-11s %,14d MACs declared, %,14d computed, %6.1f ms%n",
                c.network(), c.declared(), c.computed(), c.millis()));
        List<StudyPage.Shortcut> shortcuts =
                List.of(shortcut("average pool 2×2", "AveragePoolProbe"), shortcut("max pool 2×2", "MaxPoolProbe"));
        shortcuts.forEach(s -> out.printf("linearity, %-17s off by %.2g of the output%n", s.name(), s.error()));
        out.flush();
        ComparisonOptions.Result trained =
                comparison.train(points(), spec.commandLine().getErr());
        String description = comparison.description(trained.datasets());
        print(out, description, trained.variants());
        StudyPage page =
                new StudyPage(comparison.command("study"), maps, costs, shortcuts, description, trained.variants());
        Files.writeString(report, page.html());
        out.println("wrote " + report.toAbsolutePath());
        return 0;
    }

    private static List<StudyPage.Map> maps() {
        List<StudyPage.Map> maps = new ArrayList<>();
        for (SweepPoint point : UnreadProbeSweep.points()) {
            String at = point.values().getOrDefault("at", "");
            maps.add(map(at + ", frozen statistics", GradientMap.withFrozenStatistics(point.network(), SEED)));
            maps.add(map(at + ", batch statistics", GradientMap.withBatchStatistics(point.network(), SEED)));
        }
        return maps;
    }

    private static StudyPage.Map map(String title, GradientMap map) {
        return new StudyPage.Map(title, map.height(), map.width(), map.values(), map.meanRead(), map.meanSkipped());
    }

    // Published: He, Zhang et al. 2019 (Bag of Tricks), table 5; GluonCV's model zoo, ResNet-50 v1, v1b, v1d.
    private static List<StudyPage.Cost> costs() throws IOException {
        return List.of(
                cost("ResNet50V1", 76.21, 77.36), cost("ResNet50", 76.66, 77.67), cost("ResNet50D", 77.16, 78.48));
    }

    private static StudyPage.Cost cost(String name, double bagOfTricks, double gluon) throws IOException {
        NetworkFactory network = NetworkRegistry.load().find(name);
        return new StudyPage.Cost(
                name,
                network.info().parameterCount(),
                network.info().macs(),
                NetworkSummary.of(network).inferenceMacs(),
                Latency.medianMicros(network) / 1e3,
                bagOfTricks,
                gluon);
    }

    private static StudyPage.Shortcut shortcut(String title, String network) {
        return new StudyPage.Shortcut(
                title, Linearity.error(NetworkRegistry.load().find(network), SEED));
    }

    /** All places of the stride with a projection, and all shortcuts that pool where the stride is on the 3×3. */
    private static List<SweepPoint> points() {
        return StrideStudySweep.points().stream()
                .filter(p -> "PROJECTION".equals(p.values().get("shortcut"))
                        || ("CONV3x3".equals(p.values().get("at"))
                                && !"ZERO_PAD".equals(p.values().get("shortcut"))))
                .toList();
    }

    private static void print(PrintWriter out, String description, List<Variant> variants) {
        out.println(description);
        for (Variant v : variants) {
            Statistics accuracy = Statistics.of(
                    v.runs().stream().map(r -> 100 * r.last().testAccuracy()).toList());
            out.printf(
                    "%-17s %-11s %,12d MACs %6.0f µs   test accuracy %6.2f ± %5.2f %%%n",
                    v.at(), v.shortcut(), v.macs(), v.latencyMicros(), accuracy.mean(), accuracy.deviation());
        }
        out.flush();
    }
}
