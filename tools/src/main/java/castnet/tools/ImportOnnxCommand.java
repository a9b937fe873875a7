package castnet.tools;

import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.importer.OnnxImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code castnet import-onnx MODEL}: the declaration that a model amounts to, and its weights. */
@Command(
        name = "import-onnx",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an ONNX model as an annotated Java declaration, and its weights as safetensors.",
            "If it has nodes that the language cannot say, all of them are listed, and nothing is written."
        })
final class ImportOnnxCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "The model (.onnx).")
    private Path model = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Where NAME.java and NAME.safetensors go.")
    private Path folder = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the interface (default: after the file).")
    private @Nullable String name;

    @Option(names = "--package", paramLabel = "PACKAGE", description = "Package of the interface (default: none).")
    private String packageName = "";

    @Option(
            names = "--output",
            paramLabel = "VALUE",
            description = "Take this value as the output, e.g. what goes into a last Softmax.")
    private @Nullable String output;

    @Option(
            names = "--input",
            paramLabel = "CxHxW",
            description = "Shape of one image, where the model leaves it open.")
    private @Nullable String input;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String file = String.valueOf(model.getFileName());
        String type = name == null ? OnnxImporter.typeName(file) : name;
        OnnxImporter.Request request = new OnnxImporter.Request(file, packageName, type, output, shape(input));
        Path source = folder.resolve(type + ".java");
        Path weights = folder.resolve(type + ".safetensors");
        OnnxImporter.Imported imported = OnnxImporter.read(OnnxReader.read(model), request);
        for (Path written : List.of(source, weights)) {
            if (Files.exists(written)) {
                throw new IOException(written + " exists already; it may have been edited, so remove it first");
            }
        }
        Files.createDirectories(folder);
        imported.weights().write(weights);
        Files.writeString(source, imported.source());
        spec.commandLine()
                .getOut()
                .println("wrote %s and %s".formatted(source.toAbsolutePath(), weights.toAbsolutePath()));
        return 0;
    }

    private static @Nullable List<Integer> shape(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Stream.of(text.split("x", -1)).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--input %s: expected e.g. 3x224x224".formatted(text), e);
        }
    }
}
