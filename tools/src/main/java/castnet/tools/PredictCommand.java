package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.ImageShape;
import castnet.runtime.NetworkInfo;
import castnet.runtime.Session;
import castnet.runtime.data.ImageOptions;
import castnet.runtime.data.Normalization;
import castnet.runtime.data.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code castnet predict IMAGE NETWORK}: the likeliest classes of a picture. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Prints the likeliest classes of an image file, which is scaled to the network's input.")
final class PredictCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "A PNG or JPEG file.")
    private Path image = Path.of("");

    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Weights (safetensors, a checkpoint, .pth, .npz).")
    private Path weights = Path.of("");

    @Option(
            names = "--normalize",
            paramLabel = "SCHEME",
            description = "How the network was trained to see pixels: ${COMPLETION-CANDIDATES} "
                    + "(default: as the weights' file says, else IMAGENET for colour, MNIST for grey).")
    private @Nullable NormalizationChoice normalization;

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "Names of the classes, one per line (default: as the weights' file says).")
    private @Nullable Path classes;

    @Option(names = "--top", description = "How many classes to print (default: ${DEFAULT-VALUE}).", defaultValue = "5")
    private int top;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.positive("--top", top);
        CompiledNetwork compiled = network.load(weights);
        NetworkInfo info = compiled.info();
        ImageShape input = info.input();
        ImageOptions options =
                (input.channels() == 1 ? ImageOptions.GREY : ImageOptions.RGB).withSize(input.height(), input.width());
        TrainedOn trainedOn = TrainedOn.read(weights);
        float[] pixels = new float[input.elements()];
        Picture.read(image, options).copyTo(normalization(input.channels(), trainedOn), pixels, 0);
        float[] logits = new float[info.output().elements()];
        List<String> names = names(logits.length, trainedOn);
        try (Session session = compiled.newSession()) {
            session.run(pixels, logits);
        }
        print(spec.commandLine().getOut(), logits, names);
        return 0;
    }

    private Normalization normalization(int channels, @Nullable TrainedOn trainedOn) {
        if (normalization == null && trainedOn != null) {
            return trainedOn.normalization();
        }
        return (normalization == null ? NormalizationChoice.usual(channels) : normalization).of(channels);
    }

    private List<String> names(int count, @Nullable TrainedOn trainedOn) throws IOException {
        if (classes == null) {
            // A network may know more classes than its data set had.
            return IntStream.range(0, count)
                    .mapToObj(i -> trainedOn != null && i < trainedOn.classes().size()
                            ? trainedOn.classes().get(i)
                            : "class " + i)
                    .toList();
        }
        List<String> names = lines(classes);
        if (names.size() != count) {
            throw new IllegalArgumentException(
                    "%s: expected %d names, one per line, found %d lines".formatted(classes, count, names.size()));
        }
        return names;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8", e);
        }
    }

    private void print(PrintWriter out, float[] logits, List<String> names) {
        double maximum = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElse(0);
        double sum = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - maximum))
                .sum();
        IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> logits[i]).reversed())
                .limit(top)
                .forEach(i -> out.printf("%6.2f %%  %s%n", 100 * Math.exp(logits[i] - maximum) / sum, names.get(i)));
        out.flush();
    }
}
