package castnet.tools;

import castnet.runtime.NetworkFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code castnet describe NETWORK}: the summary that the compiler wrote beside the class. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description =
                "Prints a network's compile-time summary: shapes, parameters, MACs, share of the input read, kernels, memory.")
final class DescribeCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(summary(network.factory()));
        out.flush();
        return 0;
    }

    private static String summary(NetworkFactory factory) throws IOException {
        String resource = factory.summaryResource();
        if (resource == null) {
            throw new IOException(
                    "%s was compiled without a summary".formatted(factory.info().name()));
        }
        try (InputStream in = factory.getClass().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("%s: the resource %s is missing from its jar"
                        .formatted(factory.info().name(), resource));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
