package castnet.runtime.weights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How weights fit a network's parameters under one convention: what fits, and what is missing, unexpected or of another shape. */
final class Match {
    private final Weights found;
    private final Convention convention;
    private final List<ParameterSpec> parameters;
    private final List<ParameterSpec> matching = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean reshaped;

    /**
     * Compares names and shapes.
     *
     * @param withoutOnes whether shapes may differ by sides of 1: a fully connected layer may be stored as a 1×1 convolution, and the
     *     other way round
     */
    Match(Weights found, Convention convention, List<ParameterSpec> parameters, boolean withoutOnes) {
        this.found = found;
        this.convention = convention;
        this.parameters = parameters;
        Set<String> unexpected = new LinkedHashSet<>(found.keys());
        for (ParameterSpec parameter : parameters) {
            String key = convention.key(parameter);
            unexpected.remove(key);
            compare(parameter, key, convention.shape(parameter), withoutOnes);
        }
        unexpected.forEach(key -> problems.add("unexpected  %s %s".formatted(key, found.shape(key))));
    }

    private void compare(ParameterSpec parameter, String key, List<Integer> expected, boolean withoutOnes) {
        String here = key.equals(parameter.key()) ? "" : " (here " + parameter.key() + ")";
        if (!found.contains(key)) {
            problems.add("missing     %s %s%s".formatted(key, expected, here));
            return;
        }
        List<Integer> shape = found.shape(key);
        boolean same = shape.equals(expected);
        if (same || (withoutOnes && longSides(shape).equals(longSides(expected)))) {
            matching.add(parameter);
            reshaped |= !same;
        } else {
            problems.add("wrong shape %s: expected %s, found %s%s".formatted(key, expected, shape, here));
        }
    }

    private static List<Integer> longSides(List<Integer> shape) {
        return shape.stream().filter(side -> side != 1).toList();
    }

    boolean isComplete() {
        return problems.isEmpty();
    }

    int count() {
        return matching.size();
    }

    /** The weights under the network's keys and in its order of axes. {@link #isComplete} must hold. */
    Weights weights() {
        if (convention == Convention.NONE && !reshaped) {
            return found;
        }
        Weights.Builder builder = Weights.builder();
        for (ParameterSpec parameter : matching) {
            float[] values = found.raw(convention.key(parameter));
            builder.own(parameter.key(), parameter.shape(), convention.fromThere(parameter, values));
        }
        return builder.build();
    }

    /** All that does not fit. */
    WeightsException problems(String network) {
        String named = convention == Convention.NONE ? "" : ", named as in the convention " + convention.name();
        return new WeightsException("the weights do not fit %s (%d of %d arrays are as expected%s):\n  %s"
                .formatted(network, matching.size(), parameters.size(), named, String.join("\n  ", problems)));
    }
}
