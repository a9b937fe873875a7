package castnet.tools;

import castnet.runtime.data.Normalization;
import castnet.runtime.weights.Safetensors;
import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code predict} must know of the images that weights were trained on; {@code train} leaves it in the metadata of the
 * weights' file.
 *
 * @param normalization how pixels were normalised
 * @param classes the classes' names in the order of their labels
 */
record TrainedOn(Normalization normalization, List<String> classes) {
    private static final String MEAN = "castnet.mean";
    private static final String DEVIATION = "castnet.deviation";
    private static final String CLASSES = "castnet.classes";

    TrainedOn {
        classes = List.copyOf(classes);
    }

    /** Writes weights with this beside them. */
    void write(Path file, Weights weights) throws IOException {
        int channels = normalization.channels();
        Safetensors.write(
                file,
                weights,
                Map.of(
                        MEAN,
                        IntStream.range(0, channels)
                                .mapToObj(c -> Double.toString(normalization.mean(c)))
                                .collect(Collectors.joining(" ")),
                        DEVIATION,
                        IntStream.range(0, channels)
                                .mapToObj(c -> Double.toString(normalization.deviation(c)))
                                .collect(Collectors.joining(" ")),
                        CLASSES,
                        String.join("\n", classes)));
    }

    /** Reads it from a file of weights; null if the file does not say. */
    static @Nullable TrainedOn read(Path file) throws IOException {
        Map<String, String> metadata = Safetensors.read(file, key -> false).metadata();
        String mean = metadata.get(MEAN);
        String deviation = metadata.get(DEVIATION);
        String classes = metadata.get(CLASSES);
        if (mean == null || deviation == null || classes == null) {
            return null;
        }
        try {
            return new TrainedOn(
                    new Normalization(numbers(mean), numbers(deviation)), List.of(classes.split("\n", -1)));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s: the normalisation in its metadata is damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
