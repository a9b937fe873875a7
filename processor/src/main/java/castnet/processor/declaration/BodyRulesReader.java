package castnet.processor.declaration;

import castnet.processor.expression.Expression;
import castnet.processor.expression.ExpressionException;
import castnet.processor.expression.ExpressionParser;
import castnet.processor.expression.ValueType;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code @When} and {@code @Let} of the layers of one block. */
final class BodyRulesReader {
    private final Map<String, String> parameters;
    private final Map<String, ValueType> names = new HashMap<>(BlockDeclaration.surroundings());
    private final Findings findings;

    /** @param parameters of the block: their types by name */
    BodyRulesReader(Map<String, String> parameters, Findings findings) {
        this.parameters = parameters;
        this.findings = findings;
        parameters.forEach((name, type) -> {
            if (type.equals("int") || type.equals("boolean")) {
                names.put(name, type.equals("int") ? ValueType.INT : ValueType.BOOLEAN);
            }
        });
    }

    /** The rules of a layer, or nothing if one of them is wrong, which was found. */
    Optional<BodyRules> read(List<Attributes> rules, List<Attributes> layer) {
        Optional<BodyRules.Rule> when = Optional.empty();
        List<BodyRules.Binding> bindings = new ArrayList<>();
        boolean sound = true;
        Set<String> bound = new HashSet<>();
        for (Attributes rule : rules) {
            if (rule.annotation().equals("When")) {
                when = parse(rule.text("value"), rule.text("value"), ValueType.BOOLEAN, rule.at("value"));
                sound &= when.isPresent();
                continue;
            }
            List<String> texts = rule.texts("value");
            for (int i = 0; i < texts.size(); i++) {
                Origin at = rule.at("value", i);
                Optional<BodyRules.Binding> binding = binding(texts.get(i), layer, at);
                binding.ifPresent(bindings::add);
                sound &= binding.isPresent();
                if (binding.isPresent()
                        && !bound.add(
                                binding.get().annotation() + " " + binding.get().attribute())) {
                    wrong(at, texts.get(i), binding.get().attribute() + " is given twice");
                    sound = false;
                }
            }
        }
        return sound ? Optional.of(new BodyRules(when, bindings)) : Optional.empty();
    }

    private Optional<BodyRules.Binding> binding(String text, List<Attributes> layer, Origin at) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return wrong(at, text, "'attribute = expression' is expected");
        }
        String target = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        int dot = target.indexOf('.');
        String annotation = dot < 0 ? "" : target.substring(0, dot).strip();
        String attribute = target.substring(dot + 1).strip();
        List<Integer> having = new ArrayList<>();
        for (int i = 0; i < layer.size(); i++) {
            boolean meant = annotation.isEmpty() || layer.get(i).shown().equals(annotation);
            if (meant && layer.get(i).types().containsKey(attribute)) {
                having.add(i);
            }
        }
        if (having.size() != 1) {
            return wrong(at, text, having.isEmpty() ? none(attribute, layer) : several(attribute, having, layer));
        }
        int index = having.getFirst();
        String type = layer.get(index).type(attribute).toString();
        return switch (type) {
            case "int", "boolean", "int[]" -> {
                if (type.equals("int[]") && type.equals(parameters.get(value))) {
                    yield Optional.of(new BodyRules.Binding(index, attribute, type, Optional.empty(), value, at));
                }
                ValueType result = type.equals("boolean") ? ValueType.BOOLEAN : ValueType.INT;
                yield parse(value, text, result, at)
                        .map(rule -> new BodyRules.Binding(index, attribute, type, Optional.of(rule), "", at));
            }
            default ->
                type.equals(parameters.get(value))
                        ? Optional.of(new BodyRules.Binding(index, attribute, type, Optional.empty(), value, at))
                        : wrong(at, text, attribute + " takes a parameter of the block of type " + type);
        };
    }

    private static String none(String attribute, List<Attributes> layer) {
        List<String> known = layer.stream()
                .flatMap(a -> a.types().keySet().stream())
                .sorted()
                .toList();
        String hint = Similar.to(attribute, known)
                .map(similar -> "; did you mean " + similar + "?")
                .orElse("");
        return "no annotation of this layer has an attribute '" + attribute + "'" + hint;
    }

    private static String several(String attribute, List<Integer> having, List<Attributes> layer) {
        String first = layer.get(having.getFirst()).shown();
        return "several annotations of this layer have an attribute %s: write %s.%s"
                .formatted(attribute, first, attribute);
    }

    private Optional<BodyRules.Rule> parse(String expression, String text, ValueType type, Origin at) {
        try {
            Expression parsed = ExpressionParser.parse(expression, names);
            return parsed.type() == type
                    ? Optional.of(new BodyRules.Rule(text, parsed, at))
                    : wrong(at, text, "%s is expected, found %s".formatted(type, parsed.type()));
        } catch (ExpressionException e) {
            return wrong(at, text, e.problem());
        }
    }

    private <T> Optional<T> wrong(Origin at, String text, String problem) {
        findings.add(FindingId.EXPRESSION, at, text, problem);
        return Optional.empty();
    }
}
