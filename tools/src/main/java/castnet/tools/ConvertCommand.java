package castnet.tools;

import castnet.runtime.NetworkInfo;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.weights.Convention;
import castnet.runtime.weights.Conventions;
import castnet.runtime.weights.Weights;
import castnet.tools.weights.KerasFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code castnet convert IN OUT}: weights from one format, and one naming, to another. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Turns weights into safetensors, or NumPy's .npz if OUT ends so. Reads safetensors, PyTorch's .pt and .pth (nothing in them",
            "is run), .npz, and Keras' .keras and .h5. Without --network keys and axes stay as they are; with it they become the network's,",
            "from its own or those of a known convention, and all must be there."
        })
final class ConvertCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IN", description = "The file to read.")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    private Path out = Path.of("");

    @Option(names = "--network", paramLabel = "NETWORK", description = "Whose weights they are (see 'castnet list').")
    private @Nullable String network;

    @Option(
            names = "--to",
            paramLabel = "CONVENTION",
            description =
                    "Write names and axes of a convention instead: pytorch-cifar, timm-resnetv2, keras, keras-v2, mlperf-tiny, "
                            + "gluoncv-v1, gluoncv-v1b.")
    private @Nullable String to;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.writable("OUT", out);
        if (to != null && network == null) {
            throw new IllegalArgumentException(
                    "--to needs --network: what an array is to its layer is known of a network only");
        }
        Convention convention = to == null ? null : Conventions.find(to);
        NetworkInfo info =
                network == null ? null : NetworkRegistry.load().find(network).info();
        Weights weights = KerasFile.isKeras(in) ? KerasFile.read(in) : Weights.read(in);
        if (info != null) {
            weights = weights.fitting(info.name(), info.parameters());
            weights = convention == null ? weights : convention.rename(weights, info.parameters());
        }
        if (out.toString().endsWith(".npz")) {
            weights.writeNpz(out);
        } else {
            weights.write(out);
        }
        spec.commandLine()
                .getOut()
                .printf("wrote %d arrays to %s%n", weights.keys().size(), out.toAbsolutePath());
        return 0;
    }
}
