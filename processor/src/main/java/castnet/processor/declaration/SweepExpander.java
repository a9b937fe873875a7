package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes the grid of a {@code @Sweep}: every value of one axis with every value of the others, where its conditions hold. */
final class SweepExpander {
    /** Of a sweep with more points none becomes a class unless it is named. */
    private static final int MOST_CLASSES = 64;

    private static final int MOST_COMBINATIONS = 100_000;

    private final Attributes sweep;
    private final String network;
    private final List<LayerDeclaration> layers;
    private final Findings findings;

    SweepExpander(Attributes sweep, String network, List<LayerDeclaration> layers, Findings findings) {
        this.sweep = sweep;
        this.network = network;
        this.layers = layers;
        this.findings = findings;
    }

    /** The points in the order of the axes and their values; none if something is wrong with the sweep. */
    List<SweepPoint> expand() {
        Findings own = new Findings();
        List<SweepAxis> axes = new SweepAxisReader(sweep, layers, own).read();
        List<SweepPoint> points = own.isClean() ? points(axes, own) : List.of();
        own.all().forEach(findings::add);
        return own.isClean() ? points : List.of();
    }

    private List<SweepPoint> points(List<SweepAxis> axes, Findings own) {
        double combinations = axes.stream().mapToDouble(a -> a.values().size()).reduce(1, (a, b) -> a * b);
        if (axes.isEmpty() || combinations > MOST_COMBINATIONS) {
            String text = axes.isEmpty()
                    ? "no axis has a value: write at = {CONV1x1, CONV3x3}, or shortcut = …, or axes = …"
                    : "%,.0f combinations are more than %,d: give fewer values"
                            .formatted(combinations, MOST_COMBINATIONS);
            own.add(FindingId.SWEEP, sweep.origin(), text);
            return List.of();
        }
        List<List<SweepPoint.Choice>> grid = List.of(List.of());
        for (SweepAxis axis : axes) {
            grid = product(grid, axis);
        }
        List<SweepPoint> points =
                grid.stream().map(choices -> new SweepPoint(choices, false)).toList();
        List<String> conditions = sweep.texts("where");
        for (int i = 0; i < conditions.size() && own.isClean(); i++) {
            points = where(conditions.get(i), i, axes, points, own);
        }
        return emitted(points, own);
    }

    private static List<List<SweepPoint.Choice>> product(List<List<SweepPoint.Choice>> grid, SweepAxis axis) {
        List<List<SweepPoint.Choice>> product = new ArrayList<>();
        for (List<SweepPoint.Choice> choices : grid) {
            for (Attribute<Object> value : axis.values()) {
                List<SweepPoint.Choice> longer = new ArrayList<>(choices);
                longer.add(new SweepPoint.Choice(axis, value));
                product.add(longer);
            }
        }
        return product;
    }

    private List<SweepPoint> where(
            String condition, int index, List<SweepAxis> axes, List<SweepPoint> points, Findings own) {
        try {
            SweepCondition holds = SweepCondition.parse(condition, new SweepNames(axes, layers));
            List<SweepPoint> left = points.stream().filter(holds::test).toList();
            if (left.isEmpty()) {
                own.add(
                        FindingId.SWEEP,
                        sweep.at("where", index),
                        "“%s” leaves none of %,d points".formatted(condition, points.size()));
            }
            return left;
        } catch (SweepCondition.Malformed malformed) {
            own.add(FindingId.SWEEP, sweep.at("where", index), malformed.why());
            return List.of();
        }
    }

    private List<SweepPoint> emitted(List<SweepPoint> points, Findings own) {
        List<String> named = sweep.texts("emit");
        Set<String> names = new LinkedHashSet<>();
        points.forEach(point -> names.add(network + point.suffix()));
        for (int i = 0; i < named.size() && own.isClean(); i++) {
            String name = named.get(i);
            if (!names.contains(name)) {
                String similar = Similar.to(name, names)
                        .map(other -> "; did you mean " + other + "?")
                        .orElse("; the first is " + names.iterator().next());
                own.add(FindingId.SWEEP, sweep.at("emit", i), "no point is called " + name + similar);
            }
        }
        return points.stream()
                .map(p -> new SweepPoint(
                        p.choices(),
                        named.isEmpty() ? points.size() <= MOST_CLASSES : named.contains(network + p.suffix())))
                .toList();
    }

    /** Warns of an axis that no residual block leaves open. */
    static void checkEffect(NetworkDeclaration network, Findings findings) {
        if (network.sweep().isEmpty()) {
            return;
        }
        for (SweepPoint.Choice choice : network.sweep().getFirst().choices()) {
            if (choice.axis().reach().isEmpty()
                    && !isOpen(network, choice.axis().name())) {
                findings.add(
                        FindingId.NO_EFFECT,
                        choice.value().origin(),
                        "the axis " + choice.axis().name() + " of the sweep",
                        "no residual block leaves it open, so that all its values are the same network");
            }
        }
    }

    private static boolean isOpen(NetworkDeclaration network, String axis) {
        return network.layers().stream().anyMatch(layer -> isOpen(layer, axis));
    }

    private static boolean isOpen(LayerDeclaration layer, String axis) {
        for (int i = 0; i < layer.annotations().size(); i++) {
            Attributes a = layer.annotations().get(i);
            boolean strided = a.annotation().equals("Bottleneck")
                    && (layer.rules().binds(i, "stride") || a.integer("stride") > 1);
            boolean reached = LayerDeclaration.isResidual(a) && (axis.equals("shortcut") || strided);
            List<LayerDeclaration> body =
                    a.block().map(BlockDeclaration::layers).orElse(List.of());
            if ((reached && !a.isWritten(axis) && !layer.rules().binds(i, axis))
                    || body.stream().anyMatch(inside -> isOpen(inside, axis))) {
                return true;
            }
        }
        return false;
    }
}
