package castnet.tools;

import castnet.processor.report.DrawPage;
import castnet.processor.report.DrawnLayer;
import castnet.runtime.NetworkFactory;
import castnet.tools.report.RooflineChart;
import castnet.tools.report.RooflinePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet draw NETWORK}: the network as a picture. */
@Command(
        name = "draw",
        mixinStandardHelpOptions = true,
        description = {
            "Draws a network: layers, their outputs to scale with what nobody reads hatched, and their cost.",
            "A page with blocks to open, or one picture if FILE ends in .svg.",
            "--time measures every layer: a third bar beside multiply-adds and bytes, and on the page the roofline."
        })
final class DrawCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(names = "--out", paramLabel = "FILE", description = "The file (default: NETWORK.html).")
    private @Nullable Path out;

    @Option(names = "--time", description = "Run the network, with initial weights, and draw what each layer takes.")
    private boolean time;

    @Option(
            names = "--threads",
            description = "Threads of the measured session (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int threads;

    @Option(
            names = "--seconds",
            description = "How long to measure, after as long a warm-up (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private double seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NetworkFactory factory = network.factory();
        String name = factory.info().name();
        Path file = out == null ? Path.of(name.substring(name.lastIndexOf('.') + 1) + ".html") : out;
        Require.writable("--out", file);
        Require.positive("--threads", threads);
        DrawPage page = time ? timed(factory, name) : new DrawPage(name, NetworkSummary.layers(factory), List.of());
        Files.writeString(file, file.toString().endsWith(".svg") ? page.svg() : page.html());
        spec.commandLine().getOut().println("wrote " + file.toAbsolutePath());
        return 0;
    }

    private DrawPage timed(NetworkFactory factory, String name) throws IOException {
        LayerTimes times = LayerTimes.measure(factory, network.load(null), threads, seconds);
        Roofline roof = Roofline.measure(threads);
        Map<String, Double> nanos = new HashMap<>();
        List<RooflinePoint> points = new ArrayList<>();
        for (int i = 0; i < times.steps().size(); i++) {
            ComputedStep step = times.steps().get(i);
            nanos.put(step.name(), times.nanos().get(i));
            points.add(new RooflinePoint(
                    step.name(), step.macs(), step.bytes(), times.nanos().get(i)));
        }
        List<DrawnLayer> layers = NetworkSummary.layers(factory).stream()
                .map(layer -> layer.taking(nanos.getOrDefault(layer.name(), 0.0)))
                .toList();
        String section = new RooflineChart(points, roof.flops() / 1e9, roof.bytes() / 1e9).section();
        return new DrawPage(name, layers, List.of(section));
    }
}
