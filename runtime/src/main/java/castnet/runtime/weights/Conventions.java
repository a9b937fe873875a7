package castnet.runtime.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Fit best = new Fit(weights, null, parameters);
        for (Convention convention : ALL) {
            if (best.isComplete()) {
                break;
            }
            Fit fit = new Fit(weights, convention, parameters);
            best = fit.matches() > best.matches() || fit.isComplete() ? fit : best;
        }
        if (best.isComplete()) {
            return best.weights();
        }
        throw new WeightsException(best.problems(network));
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

    /** How weights fit parameters under one convention; under none, by the network's own keys. */
    private static final class Fit {
        private final Weights found;
        private final Convention convention;
        private final List<ParameterSpec> parameters;
        private final List<ParameterSpec> matching = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Fit(Weights found, @Nullable Convention convention, List<ParameterSpec> parameters) {
            this.found = found;
            this.convention = convention == null ? Convention.parse("", "") : convention;
            this.parameters = parameters;
            Set<String> unexpected = new LinkedHashSet<>(found.keys());
            for (ParameterSpec parameter : parameters) {
                String key = this.convention.key(parameter);
                unexpected.remove(key);
                List<Integer> expected = this.convention.shape(parameter);
                if (!found.contains(key)) {
                    problems.add("missing     %s %s%s".formatted(key, expected, here(key, parameter)));
                } else if (!withoutOnes(found.shape(key)).equals(withoutOnes(expected))) {
                    problems.add("wrong shape %s: expected %s, found %s%s"
                            .formatted(key, expected, found.shape(key), here(key, parameter)));
                } else {
                    matching.add(parameter);
                }
            }
            unexpected.forEach(key -> problems.add("unexpected  %s %s".formatted(key, found.shape(key))));
        }

        private static String here(String key, ParameterSpec parameter) {
            return key.equals(parameter.key()) ? "" : " (here " + parameter.key() + ")";
        }

        /** A fully connected layer may be stored as a 1×1 convolution, and the other way round. */
        private static List<Integer> withoutOnes(List<Integer> shape) {
            return shape.stream().filter(side -> side != 1).toList();
        }

        boolean isComplete() {
            return problems.isEmpty();
        }

        int matches() {
            return matching.size();
        }

        Weights weights() {
            Weights.Builder builder = Weights.builder();
            for (ParameterSpec parameter : matching) {
                float[] values = found.raw(convention.key(parameter));
                builder.own(parameter.key(), parameter.shape(), convention.fromThere(parameter, values));
            }
            return builder.build();
        }

        String problems(String network) {
            String named = convention.name().isEmpty() ? "" : ", named as in the convention " + convention.name();
            return "the weights do not fit %s (%d of %d arrays are as expected%s):\n  %s"
                    .formatted(network, matching.size(), parameters.size(), named, String.join("\n  ", problems));
        }
    }
}
