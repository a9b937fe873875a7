package castnet.processor.declaration;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One combination of a sweep. */
public final class SweepPoint {
    private final Map<String, Attribute<String>> axes;

    /** @param axes value of each axis by the attribute's name, in the order of the axes */
    SweepPoint(Map<String, Attribute<String>> axes) {
        this.axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
    }

    Map<String, Attribute<String>> axes() {
        return axes;
    }

    /** The name of each axis's value by the attribute's name, in the order of the axes. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        axes.forEach((axis, value) -> values.put(axis, value.value()));
        return values;
    }

    /** What it adds to a network's name: {@code Conv1x1AvgPool}. */
    public String suffix() {
        return values().values().stream().map(SweepPoint::camelCase).collect(Collectors.joining());
    }

    // PREVIOUS_CONV3x3 becomes PreviousConv3x3.
    private static String camelCase(String constant) {
        return Arrays.stream(constant.split("_"))
                .map(word -> word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
