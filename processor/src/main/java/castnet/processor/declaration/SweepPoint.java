package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One combination of a sweep. */
public final class SweepPoint {
    private final List<Choice> choices;
    private final boolean emitted;

    /** The value that an axis has at this point. */
    record Choice(SweepAxis axis, Attribute<Object> value) {}

    /**
     * A point.
     *
     * @param choices in the order of the axes
     * @param emitted whether it becomes a class
     */
    SweepPoint(List<Choice> choices, boolean emitted) {
        this.choices = List.copyOf(choices);
        this.emitted = emitted;
    }

    List<Choice> choices() {
        return choices;
    }

    /** Whether it becomes a class; the others are checked, and stand in the table of points. */
    public boolean emitted() {
        return emitted;
    }

    /** Whether it changes attributes of single layers. */
    public boolean changesLayers() {
        return choices.stream().anyMatch(c -> !c.axis().reach().isEmpty());
    }

    /** The text of each axis's value by the axis's name, in the order of the axes. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        choices.forEach(
                c -> values.put(c.axis().name(), SweepAxis.text(c.value().value())));
        return values;
    }

    /** Where each axis's value stands, in the order of the axes. */
    public Map<String, Origin> origins() {
        Map<String, Origin> origins = new LinkedHashMap<>();
        choices.forEach(c -> origins.put(c.axis().name(), c.value().origin()));
        return origins;
    }

    /** What the sweep says in the place of {@code @Residual}. */
    Optional<Attribute<String>> residual(String attribute) {
        return choices.stream()
                .filter(c -> c.axis().reach().isEmpty() && c.axis().attribute().equals(attribute))
                .map(c ->
                        new Attribute<>(c.value().value().toString(), c.value().origin()))
                .findFirst();
    }

    /** An annotation of a layer with the values of the axes that reach it; the same object if none does. */
    Attributes applied(String layer, Attributes annotation) {
        Attributes applied = annotation;
        SweepAxis.Place place = new SweepAxis.Place(layer, annotation.annotation());
        for (Choice c : choices) {
            if (c.axis().reach().contains(place)) {
                applied = applied.with(
                        c.axis().attribute(), c.value().value(), c.value().origin());
            }
        }
        return applied;
    }

    /** What it adds to a network's name: {@code Conv1x1AvgPool}, {@code Layer2Width64}. */
    public String suffix() {
        return choices.stream().map(SweepPoint::suffix).collect(Collectors.joining());
    }

    private static String suffix(Choice c) {
        String value = SweepAxis.text(c.value().value());
        String axis = c.axis().reach().isEmpty()
                ? ""
                : Arrays.stream(c.axis().name().split("\\."))
                        .map(SweepPoint::capital)
                        .collect(Collectors.joining());
        return axis
                + (c.axis().legal().isEmpty()
                        ? value.replace(',', 'x').replace('.', '_').replace("-", "Minus")
                        : camelCase(value));
    }

    // PREVIOUS_CONV3x3 becomes PreviousConv3x3.
    private static String camelCase(String constant) {
        return Arrays.stream(constant.split("_"))
                .map(word -> capital(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining());
    }

    private static String capital(String word) {
        return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
