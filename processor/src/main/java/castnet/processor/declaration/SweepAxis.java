package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.List;
import java.util.Set;

/**
 * One axis of a sweep.
 *
 * @param name as the user wrote it: {@code at}, {@code layer2.width}, {@code Bottleneck.groups}
 * @param attribute the attribute's own name
 * @param reach whose attribute it is; empty for {@code at} and {@code shortcut} of all blocks that leave them open
 * @param values each with its place
 * @param legal names of all values that an enum's attribute may have; empty for numbers
 * @param origin where its name stands
 */
record SweepAxis(
        String name,
        String attribute,
        Set<Place> reach,
        List<Attribute<Object>> values,
        List<String> legal,
        Origin origin) {
    SweepAxis {
        reach = Set.copyOf(reach);
        values = List.copyOf(values);
        legal = List.copyOf(legal);
    }

    /** An annotation of a layer. */
    record Place(String layer, String annotation) {}

    /** A value as users write and read it. */
    static String text(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : value.toString();
    }
}
