package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.type.TypeMirror;

/** Reads the axes of a {@code @Sweep}: finds the attribute that each names, and parses its values. */
final class SweepAxisReader {
    private final Attributes sweep;
    private final Findings findings;
    /** Everything with an attribute that can be swept: by all names that it may be called. */
    private final Map<String, List<Target>> targets = new LinkedHashMap<>();

    /** An attribute of an annotation of a layer. */
    private record Target(SweepAxis.Place place, String attribute, TypeMirror type) {}

    SweepAxisReader(Attributes sweep, List<LayerDeclaration> layers, Findings findings) {
        this.sweep = sweep;
        this.findings = findings;
        for (LayerDeclaration layer : layers) {
            for (Attributes a : layer.annotations()) {
                a.types().forEach((attribute, type) -> {
                    Target target = new Target(new SweepAxis.Place(layer.name(), a.annotation()), attribute, type);
                    add(layer.name() + "." + attribute, target);
                    add(layer.name() + "." + a.shown() + "." + attribute, target);
                    add(a.shown() + "." + attribute, target);
                });
            }
        }
    }

    private void add(String name, Target target) {
        if (AttributeText.isSweepable(target.type())) {
            targets.computeIfAbsent(name, key -> new ArrayList<>()).add(target);
        }
    }

    /** The axes that are sound, {@code at} and {@code shortcut} first. */
    List<SweepAxis> read() {
        List<SweepAxis> axes = new ArrayList<>();
        for (String name : List.of("at", "shortcut")) {
            List<Attribute<Object>> values = new ArrayList<>();
            List<String> texts = sweep.texts(name);
            for (int i = 0; i < texts.size(); i++) {
                values.add(new Attribute<>(texts.get(i), sweep.at(name, i)));
            }
            if (!values.isEmpty()) {
                List<String> legal = AttributeText.legal(sweep.type(name));
                axes.add(new SweepAxis(name, name, Set.of(), once(name, values), legal, sweep.at(name)));
            }
        }
        for (Attributes axis : sweep.annotations("axes")) {
            read(axis, axes);
        }
        return axes;
    }

    private void read(Attributes axis, List<SweepAxis> axes) {
        String name = axis.text("of");
        Origin origin = axis.at("of");
        List<Target> reached = targets.getOrDefault(name, List.of());
        if (reached.isEmpty()) {
            String similar = Similar.to(name, targets.keySet())
                    .map(other -> "; did you mean " + other + "?")
                    .orElse(": write layer.attribute, or Annotation.attribute for all layers of one kind");
            wrong(origin, "nothing is called " + name + " that could be swept" + similar);
            return;
        }
        Set<SweepAxis.Place> places = new HashSet<>();
        Set<String> annotations = new TreeSet<>();
        for (Target target : reached) {
            places.add(target.place());
            annotations.add(target.place().annotation());
        }
        Target first = reached.getFirst();
        if (annotations.size() > 1) {
            wrong(
                    origin,
                    "%s is an attribute of @%s: write %s.%s.%s"
                            .formatted(
                                    name,
                                    String.join(" and of @", annotations),
                                    first.place().layer(),
                                    annotations.iterator().next(),
                                    first.attribute()));
            return;
        }
        SweepAxis read = new SweepAxis(
                name,
                first.attribute(),
                places,
                once(name, values(axis, first)),
                AttributeText.legal(first.type()),
                origin);
        for (SweepAxis other : axes) {
            if (overlap(read, other)) {
                wrong(origin, "%s is swept by the axis %s already".formatted(name, other.name()));
                return;
            }
        }
        axes.add(read);
    }

    private static boolean overlap(SweepAxis a, SweepAxis b) {
        return a.attribute().equals(b.attribute())
                && (b.reach().isEmpty() || a.reach().stream().anyMatch(b.reach()::contains));
    }

    private List<Attribute<Object>> values(Attributes axis, Target target) {
        List<String> texts = axis.texts("values");
        if (texts.isEmpty()) {
            wrong(axis.origin(), "the axis " + axis.text("of") + " has no values");
        }
        List<Attribute<Object>> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).strip();
            Origin place = axis.at("values", i);
            AttributeText.parse(target.type(), text)
                    .ifPresentOrElse(
                            value -> values.add(new Attribute<>(value, place)),
                            () -> wrong(
                                    place,
                                    "%s: %s is expected, found \"%s\"%s"
                                            .formatted(
                                                    axis.text("of"),
                                                    AttributeText.expected(target.type()),
                                                    text,
                                                    Similar.to(text, AttributeText.legal(target.type()))
                                                            .map(other -> "; did you mean " + other + "?")
                                                            .orElse(""))));
        }
        return values;
    }

    private List<Attribute<Object>> once(String axis, List<Attribute<Object>> values) {
        List<Attribute<Object>> once = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Attribute<Object> value : values) {
            if (seen.add(value.value())) {
                once.add(value);
            } else {
                wrong(value.origin(), SweepAxis.text(value.value()) + " stands twice on the axis " + axis);
            }
        }
        return once;
    }

    private void wrong(Origin origin, String text) {
        findings.add(FindingId.SWEEP, origin, text);
    }
}
