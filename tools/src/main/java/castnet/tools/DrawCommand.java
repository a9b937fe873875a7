package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.tools.report.DrawPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "A page with blocks to open, or one picture if FILE ends in .svg."
        })
final class DrawCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(names = "--out", paramLabel = "FILE", description = "The file (default: NETWORK.html).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NetworkFactory factory = network.factory();
        String name = factory.info().name();
        Path file = out == null ? Path.of(name.substring(name.lastIndexOf('.') + 1) + ".html") : out;
        Require.writable("--out", file);
        DrawPage page = new DrawPage(name, NetworkSummary.layers(factory));
        Files.writeString(file, file.toString().endsWith(".svg") ? page.svg() : page.html());
        spec.commandLine().getOut().println("wrote " + file.toAbsolutePath());
        return 0;
    }
}
