package castnet.tools;

import castnet.examples.study.StrideStudySweep;
import castnet.tools.report.ComparePage;
import castnet.tools.report.Statistics;
import castnet.tools.report.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet compare}: the project's question, answered on the spot. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Where should a bottleneck put its stride, and what does the shortcut lose?",
            "Trains the same small bottleneck ResNet in its variants, several seeds each, and prints a table; "
                    + "writes a page with the curves and with what each strided layer reads."
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The page (default: ${DEFAULT-VALUE}).",
            defaultValue = "report.html")
    private Path report = Path.of("report.html");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        comparison.check();
        Require.writable("--report", report);
        PrintWriter out = spec.commandLine().getOut();
        ComparisonOptions.Result result =
                comparison.train(StrideStudySweep.points(), spec.commandLine().getErr());
        String description = comparison.description(result.datasets());
        print(out, description, result.variants());
        Files.writeString(
                report, new ComparePage(description, comparison.command("compare"), result.variants()).html());
        out.println("wrote " + report.toAbsolutePath());
        return 0;
    }

    private static void print(PrintWriter out, String description, List<Variant> variants) {
        out.println(description);
        out.printf(
                "%-17s %-11s %10s %12s %6s %9s %15s %15s%n",
                "stride at", "shortcut", "parameters", "MACs", "read", "latency", "test loss", "test accuracy");
        for (Variant v : variants) {
            Statistics loss = Statistics.of(
                    v.runs().stream().map(r -> r.last().testLoss()).toList());
            Statistics accuracy = Statistics.of(
                    v.runs().stream().map(r -> 100 * r.last().testAccuracy()).toList());
            out.printf(
                    "%-17s %-11s %,10d %,12d %5.1f%% %6.0f µs %7.3f ± %5.3f %6.1f ± %4.1f %%%n",
                    v.at(),
                    v.shortcut(),
                    v.parameters(),
                    v.macs(),
                    100 * v.shareRead(),
                    v.latencyMicros(),
                    loss.mean(),
                    loss.deviation(),
                    accuracy.mean(),
                    accuracy.deviation());
        }
        out.flush();
    }
}
