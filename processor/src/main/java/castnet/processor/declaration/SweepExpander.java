package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the grid of a {@code @Sweep}: every value of one axis with every value of the other. */
final class SweepExpander {
    private static final List<String> AXES = List.of("at", "shortcut");

    private SweepExpander() {}

    /** The points in the order of the axes and their values; none if something is wrong with the sweep. */
    static List<SweepPoint> expand(Attributes sweep, Findings findings) {
        List<SweepPoint> points = List.of(new SweepPoint(Map.of()));
        for (String axis : AXES) {
            List<Attribute<String>> values = values(sweep, axis, findings);
            points = values.isEmpty() ? points : product(points, axis, values);
        }
        if (points.size() == 1 && points.getFirst().axes().isEmpty()) {
            findings.add(
                    FindingId.SWEEP,
                    sweep.origin(),
                    "no axis has a value: write at = {CONV1x1, CONV3x3}, or shortcut = …");
            return List.of();
        }
        return points;
    }

    private static List<Attribute<String>> values(Attributes sweep, String axis, Findings findings) {
        List<String> names = sweep.texts(axis);
        List<Attribute<String>> values = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (seen.add(names.get(i))) {
                values.add(new Attribute<>(names.get(i), sweep.at(axis, i)));
            } else {
                findings.add(FindingId.SWEEP, sweep.at(axis, i), names.get(i) + " stands twice on the axis " + axis);
            }
        }
        return values;
    }

    private static List<SweepPoint> product(List<SweepPoint> points, String axis, List<Attribute<String>> values) {
        List<SweepPoint> product = new ArrayList<>();
        for (SweepPoint point : points) {
            for (Attribute<String> value : values) {
                Map<String, Attribute<String>> axes = new LinkedHashMap<>(point.axes());
                axes.put(axis, value);
                product.add(new SweepPoint(axes));
            }
        }
        return product;
    }

    /** Warns of an axis that no residual block leaves open. */
    static void checkEffect(NetworkDeclaration network, Findings findings) {
        if (network.sweep().isEmpty()) {
            return;
        }
        for (Map.Entry<String, Attribute<String>> axis :
                network.sweep().getFirst().axes().entrySet()) {
            if (!isOpen(network, axis.getKey())) {
                findings.add(
                        FindingId.NO_EFFECT,
                        axis.getValue().origin(),
                        "the axis " + axis.getKey() + " of the sweep",
                        "no residual block leaves it open, so that all its values are the same network");
            }
        }
    }

    private static boolean isOpen(NetworkDeclaration network, String axis) {
        return network.layers().stream()
                .flatMap(layer -> layer.annotations().stream())
                .anyMatch(a -> switch (a.annotation()) {
                    case "Bottleneck" -> !a.isWritten(axis) && (axis.equals("shortcut") || a.integer("stride") > 1);
                    case "BasicBlock" -> !a.isWritten(axis) && axis.equals("shortcut");
                    default -> false;
                });
    }
}
