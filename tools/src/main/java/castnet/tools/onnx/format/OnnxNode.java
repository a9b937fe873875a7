package castnet.tools.onnx.format;

import java.util.List;
import java.util.Map;

/**
 * One operation.
 *
 * @param inputs names of values; "" for one that is left out
 * @param outputs names of values; "" for one that is not wanted
 */
public record OnnxNode(
        String op,
        String name,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes) {
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** Name of an input, or "" if it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The first output. */
    public String output() {
        return outputs.isEmpty() ? "" : outputs.getFirst();
    }

    /** For messages: the op, and the node's name or, if it has none, its output's. */
    public String describe() {
        return name.isEmpty() ? "%s (→ %s)".formatted(op, output()) : "%s %s".formatted(op, name);
    }

    public long integer(String attribute, long byDefault) throws OnnxException {
        return switch (attributes.get(attribute)) {
            case null -> byDefault;
            case OnnxAttribute.Whole whole -> whole.value();
            default -> throw wrong(attribute, "a whole number");
        };
    }

    public float number(String attribute, float byDefault) throws OnnxException {
        return switch (attributes.get(attribute)) {
            case null -> byDefault;
            case OnnxAttribute.Real number -> number.value();
            default -> throw wrong(attribute, "a number");
        };
    }

    public String text(String attribute, String byDefault) throws OnnxException {
        return switch (attributes.get(attribute)) {
            case null -> byDefault;
            case OnnxAttribute.Text text -> text.value();
            default -> throw wrong(attribute, "a text");
        };
    }

    public List<Long> integers(String attribute, List<Long> byDefault) throws OnnxException {
        return switch (attributes.get(attribute)) {
            case null -> byDefault;
            case OnnxAttribute.Wholes wholes -> wholes.values();
            default -> throw wrong(attribute, "whole numbers");
        };
    }

    private OnnxException wrong(String attribute, String expected) {
        return new OnnxException("%s: the attribute %s should be %s".formatted(describe(), attribute, expected));
    }
}
