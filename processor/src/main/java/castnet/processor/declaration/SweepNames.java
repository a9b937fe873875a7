package castnet.processor.declaration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the names in a condition of a sweep stand for: axes, attributes of single layers, constants. */
final class SweepNames {
    private final List<SweepAxis> axes;
    private final List<LayerDeclaration> layers;

    SweepNames(List<SweepAxis> axes, List<LayerDeclaration> layers) {
        this.axes = List.copyOf(axes);
        this.layers = List.copyOf(layers);
    }

    /** The value of a name at each point; nothing if the name is unknown. */
    Optional<Function<SweepPoint, Object>> find(String name) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i).name().equals(name)) {
                int index = i;
                return Optional.of(
                        point -> value(point.choices().get(index).value().value()));
            }
        }
        boolean constant = axes.stream().anyMatch(axis -> axis.legal().contains(name));
        if (constant) {
            return Optional.of(point -> name);
        }
        for (LayerDeclaration layer : layers) {
            for (Attributes a : layer.annotations()) {
                for (String attribute : a.types().keySet()) {
                    boolean called = name.equals(layer.name() + "." + attribute)
                            || name.equals(layer.name() + "." + a.shown() + "." + attribute);
                    if (called && AttributeText.isSweepable(a.types().get(attribute))) {
                        return Optional.of(
                                point -> value(point.applied(layer.name(), a).plain(attribute)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The name that somebody may have meant. */
    Optional<String> similar(String name) {
        Set<String> known = new LinkedHashSet<>();
        axes.forEach(axis -> known.add(axis.name()));
        axes.forEach(axis -> known.addAll(axis.legal()));
        for (LayerDeclaration layer : layers) {
            for (Attributes a : layer.annotations()) {
                a.types().keySet().forEach(attribute -> known.add(layer.name() + "." + attribute));
            }
        }
        return Similar.to(name, known);
    }

    /** Numbers as double, all else as text. */
    private static Object value(Object plain) {
        if (plain instanceof List<?> list && list.size() == 1) {
            return value(list.getFirst());
        }
        return plain instanceof Number number ? (Object) number.doubleValue() : SweepAxis.text(plain);
    }
}
