package castnet.processor.declaration;

import castnet.processor.expression.Expression;
import castnet.processor.expression.ExpressionException;
import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code @When} and {@code @Let} say of a layer in a block's body.
 *
 * @param when whether the layer is there
 * @param bindings attributes that expressions give
 */
record BodyRules(Optional<Rule> when, List<Binding> bindings) {
    /** Of a layer that says nothing of the kind, as in every network. */
    static final BodyRules NONE = new BodyRules(Optional.empty(), List.of());

    BodyRules {
        bindings = List.copyOf(bindings);
    }

    /** An expression and where it stands. */
    record Rule(String text, Expression expression, Origin origin) {
        int value(Map<String, Integer> values, Origin use) {
            try {
                return expression.value(values);
            } catch (ExpressionException e) {
                String with = values.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", "));
                Finding finding =
                        FindingId.EXPRESSION.at(new BlockOrigin(use, origin), text, e.problem() + " (" + with + ")");
                throw new LayerBuilder.Broken(finding);
            }
        }
    }

    /**
     * An attribute that is given by an expression, or by a parameter of its type.
     *
     * @param annotation index of the annotation among the layer's
     * @param type of the attribute, as Java writes it
     * @param rule none where a parameter is taken as it is
     * @param parameter that is taken as it is
     */
    record Binding(
            int annotation, String attribute, String type, Optional<Rule> rule, String parameter, Origin origin) {
        private Object value(Attributes use, Map<String, Integer> values) {
            if (rule.isEmpty()) {
                return use.plain(parameter);
            }
            int value = rule.get().value(values, use.origin());
            return switch (type) {
                case "boolean" -> value != 0;
                case "int[]" -> List.of(value);
                default -> value;
            };
        }
    }

    /** Whether the layer is there. */
    boolean holds(Attributes use, Map<String, Integer> values) {
        return when.isEmpty() || when.get().value(values, use.origin()) != 0;
    }

    /** Whether an expression gives anything to that annotation. */
    boolean binds(int annotation) {
        return bindings.stream().anyMatch(binding -> binding.annotation() == annotation);
    }

    /** Whether an expression gives that attribute. */
    boolean binds(int annotation, String attribute) {
        return bindings.stream()
                .anyMatch(b -> b.annotation() == annotation && b.attribute().equals(attribute));
    }

    /** The layer's annotations in one use of the block, with the values that expressions give. */
    List<Attributes> bind(List<Attributes> annotations, Attributes use, Map<String, Integer> values) {
        List<Attributes> bound = new ArrayList<>();
        for (Attributes a : annotations) {
            bound.add(a.usedAt(use.origin()));
        }
        for (Binding b : bindings) {
            Origin at = new BlockOrigin(use.origin(), b.origin());
            bound.set(b.annotation(), bound.get(b.annotation()).with(b.attribute(), b.value(use, values), at));
        }
        return bound;
    }
}
