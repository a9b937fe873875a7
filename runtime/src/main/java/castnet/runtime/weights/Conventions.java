package castnet.runtime.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The conventions that are known: files in the folder {@code conventions} beside this class. */
public final class Conventions {
    private static final List<String> NAMES =
            List.of("pytorch-cifar", "timm-resnetv2", "keras", "keras-v2", "mlperf-tiny", "gluoncv-v1", "gluoncv-v1b");

    private static final List<Convention> ALL =
            NAMES.stream().map(name -> Convention.parse(name, text(name))).toList();

    private Conventions() {}

    /** All of them. */
    public static List<Convention> all() {
        return ALL;
    }

    /**
     * The convention of a name.
     *
     * @throws IllegalArgumentException that lists those that there are
     */
    public static Convention find(String name) {
        return ALL.stream()
                .filter(convention -> convention.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no convention %s; there are: %s".formatted(name, String.join(", ", NAMES))));
    }

    /**
     * Weights with the keys and shapes of {@code parameters}, from such or from those of a convention.
     *
     * @param network whose they are, for the message
     * @throws WeightsException if they fit none: what is missing, unexpected or of which shape, in the nearest one
     */
    static Weights fit(Weights weights, String network, List<ParameterSpec> parameters) {
        Match best = new Match(weights, Convention.NONE, parameters, true);
        for (Convention convention : ALL) {
            if (best.isComplete()) {
                break;
            }
            Match match = new Match(weights, convention, parameters, true);
            best = match.count() > best.count() || match.isComplete() ? match : best;
        }
        if (best.isComplete()) {
            return best.weights();
        }
        throw best.problems(network);
    }

    private static String text(String name) {
        try (InputStream in = Conventions.class.getResourceAsStream("conventions/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("the jar of the runtime lacks the convention " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the convention " + name, e);
        }
    }
}
