package castnet.processor.declaration;

import castnet.processor.graph.Op;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How values got their shapes: {@code conv1: input 3×32×32 → conv1 (3×3 convolution, stride 2, padding 1) 16×16×16}. Steps
 * that keep the shape are left out, and so are the insides of layers that are finished.
 */
final class Histories {
    private static final int FIRST_STEPS = 2;
    private static final int LAST_STEPS = 6;

    private final Map<Value, Step> steps = new HashMap<>();
    private final List<String> changes = new ArrayList<>();

    /**
     * What made a value.
     *
     * @param name of the operation or the layer
     * @param how what it does to the shape, empty if nothing
     * @param from its first input
     */
    private record Step(String name, String how, Value from) {
        String text(Value made) {
            return name + (how.isEmpty() ? " " : " (" + how + ") ") + made.shape();
        }
    }

    /** Remembers an operation. */
    void record(String name, Op op, Value from, Value output) {
        boolean changed = !from.shape().equals(output.shape());
        if (changed) {
            changes.add(OpText.describe(op));
        }
        steps.put(output, new Step(name, changed ? OpText.describe(op) : "", from));
    }

    /** Remembers a whole layer in the place of its operations. */
    void close(LayerDeclaration layer, Value from, Value output) {
        Attributes first = layer.annotations().getFirst();
        String how = layer.isResidual()
                ? stage(first)
                : layer.isBlock() ? "@" + first.shown() : String.join(", then ", changes);
        steps.put(output, new Step(layer.name(), how, from));
        changes.clear();
    }

    private static String stage(Attributes a) {
        return "%d × @%s, width %d, stride %d"
                .formatted(a.integer("repeat"), a.annotation(), a.integer("width"), a.integer("stride"));
    }

    /** How a value got its shape. */
    String of(Value value) {
        List<String> way = new ArrayList<>();
        Value current = value;
        for (Step step = steps.get(current); step != null; step = steps.get(current)) {
            if (current.equals(value) || !step.from().shape().equals(current.shape())) {
                way.addFirst(step.text(current));
            }
            current = step.from();
        }
        way.addFirst("input " + current.shape());
        Step last = steps.get(value);
        String name = last == null ? value.name() : last.name();
        return name + ": " + String.join(" → ", shortened(way));
    }

    private static List<String> shortened(List<String> way) {
        if (way.size() <= FIRST_STEPS + LAST_STEPS + 1) {
            return way;
        }
        List<String> shortened = new ArrayList<>(way.subList(0, FIRST_STEPS));
        shortened.add("…");
        shortened.addAll(way.subList(way.size() - LAST_STEPS, way.size()));
        return shortened;
    }
}
