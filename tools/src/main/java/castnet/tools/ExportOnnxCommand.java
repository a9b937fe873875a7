package castnet.tools;

import castnet.runtime.NetworkFactory;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet export-onnx NETWORK}: the network and its weights for other tools. */
@Command(
        name = "export-onnx",
        mixinStandardHelpOptions = true,
        description = "Writes a network with its weights as an ONNX model (opset 17, batch of any size).")
final class ExportOnnxCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            required = true,
            description = "Weights (safetensors, .pth, .npz).")
    private Path weights = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "The model to write.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.writable("--out", file);
        NetworkFactory factory = network.factory();
        OnnxModel model = OnnxExporter.export(factory, NetworkArgument.weights(factory, weights));
        OnnxWriter.write(model, file);
        spec.commandLine()
                .getOut()
                .println("wrote %s: %d nodes"
                        .formatted(file.toAbsolutePath(), model.graph().nodes().size()));
        return 0;
    }
}
