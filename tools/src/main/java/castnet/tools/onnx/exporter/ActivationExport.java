package castnet.tools.onnx.exporter;

import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxTensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Activation functions; those that opset 17 has no operator for, as the formula that defines them. */
final class ActivationExport {
    private final GraphWriter out;

    ActivationExport(GraphWriter out) {
        this.out = out;
    }

    /** Name of the function's value. */
    String add(String name, JsonNode function, String x) {
        float alpha = (float) function.get("alpha").asDouble();
        String kind = function.get("kind").asText();
        return switch (kind) {
            case "RELU" -> one("Relu", name, x, Map.of());
            case "RELU6" -> out.node("Clip", name, List.of(x, scalar("zero", 0), scalar("six", 6)), Map.of());
            case "LEAKY_RELU" -> one("LeakyRelu", name, x, Map.of("alpha", new OnnxAttribute.Real(alpha)));
            case "SIGMOID" -> one("Sigmoid", name, x, Map.of());
            case "TANH" -> one("Tanh", name, x, Map.of());
            case "SILU" -> {
                String sigmoid = one("Sigmoid", name + ".sigmoid", x, Map.of());
                yield out.node("Mul", name, List.of(x, sigmoid), Map.of());
            }
            case "GELU" -> gelu(name, x);
            case "HARD_SIGMOID" ->
                one(
                        "HardSigmoid",
                        name,
                        x,
                        Map.of("alpha", new OnnxAttribute.Real(1f / 6), "beta", new OnnxAttribute.Real(0.5f)));
            case "HARD_SWISH" -> one("HardSwish", name, x, Map.of());
            case "ELU" -> one("Elu", name, x, Map.of("alpha", new OnnxAttribute.Real(alpha)));
            case "SCALE" -> out.node("Mul", name, List.of(x, scalar(name + ".alpha", alpha)), Map.of());
            case "SOFTPLUS" -> one("Softplus", name, x, Map.of());
            default -> throw new IllegalStateException("no such function: " + kind);
        };
    }

    // x/2 · (1 + erf(x/√2))
    private String gelu(String name, String x) {
        String scaled =
                out.node("Mul", name + ".scaled", List.of(x, scalar("sqrt_half", (float) Math.sqrt(0.5))), Map.of());
        String erf = one("Erf", name + ".erf", scaled, Map.of());
        String sum = out.node("Add", name + ".sum", List.of(erf, scalar("one", 1)), Map.of());
        String product = out.node("Mul", name + ".product", List.of(x, sum), Map.of());
        return out.node("Mul", name, List.of(product, scalar("half", 0.5f)), Map.of());
    }

    private String scalar(String name, float value) {
        return out.constant(name, OnnxTensor.of(List.of(), value));
    }

    private String one(String op, String name, String x, Map<String, OnnxAttribute> attributes) {
        return out.node(op, name, List.of(x), attributes);
    }
}
