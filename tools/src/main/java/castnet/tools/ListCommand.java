package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code castnet list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the compiled networks on the class path (add your own jars by CASTNET_CLASSPATH).")
final class ListCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        List<NetworkFactory> networks = NetworkRegistry.load().networks();
        int width =
                networks.stream().mapToInt(n -> n.info().name().length()).max().orElse(0);
        out.printf(
                "%-" + Math.max(width, 7) + "s  %14s  %16s  %-12s  %s%n",
                "network",
                "parameters",
                "MACs",
                "input",
                "output");
        for (NetworkFactory network : networks) {
            NetworkInfo info = network.info();
            out.printf(
                    "%-" + Math.max(width, 7) + "s  %,14d  %,16d  %-12s  %s%n",
                    info.name(),
                    info.parameterCount(),
                    info.macs(),
                    info.input(),
                    info.output());
        }
    }
}
