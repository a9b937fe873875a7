package castnet.tools.onnx.exporter;

import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxTensor;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table from the compiler's operations to ONNX's. */
final class NodeExport {
    private final GraphWriter out;
    private final ActivationExport activations;
    private final List<String> unsupported = new ArrayList<>();

    NodeExport(GraphWriter out) {
        this.out = out;
        this.activations = new ActivationExport(out);
    }

    /** What could not be said, one text each. */
    List<String> unsupported() {
        return unsupported;
    }

    void add(DeclaredGraph.Node node, List<DeclaredGraph.Value> inputs) {
        DeclaredGraph.Value x = inputs.getFirst();
        boolean row = out.isRow(x);
        JsonNode a = node.attributes();
        String name = node.name();
        switch (node.op()) {
            case "Conv2d" -> map(node, out.node("Conv", name, conv(node, x), convolution(a)));
            case "Linear" ->
                row(node, out.node("Gemm", name, linear(node, x), Map.of("transB", new OnnxAttribute.Whole(1))));
            case "BatchNorm" -> define(node, out.node("BatchNormalization", name, norm(node, x), norm(a)), row);
            case "Activate" -> define(node, activations.add(name, a.get("function"), out.nameOf(x)), row);
            case "Pool2d" -> map(node, pool(name, a, out.map(x)));
            case "GlobalAvgPool" -> map(node, out.node("GlobalAveragePool", name, List.of(out.map(x)), Map.of()));
            case "Reshape" -> reshape(node, x);
            case "Dropout" -> {
                float ratio = (float) a.get("probability").asDouble();
                String constant = out.constant(name + ".ratio", OnnxTensor.of(List.of(), ratio));
                define(node, out.node("Dropout", name, List.of(out.nameOf(x), constant), Map.of()), row);
            }
            case "Add" -> same(inputs.size() == 2 ? "Add" : "Sum", node, inputs, Map.of());
            case "Multiply" -> same("Mul", node, inputs, Map.of());
            case "Concat" -> same("Concat", node, inputs, Map.of("axis", new OnnxAttribute.Whole(1)));
            case "PadChannels" -> map(node, pad(name, x, at(a, "before", "", ""), at(a, "after", "", ""), Map.of()));
            case "Pad" -> {
                Map<String, OnnxAttribute> mode =
                        a.get("reflect").asBoolean() ? Map.of("mode", new OnnxAttribute.Text("reflect")) : Map.of();
                map(node, pad(name, x, at(a, "", "top", "left"), at(a, "", "bottom", "right"), mode));
            }
            case "Upsample" -> map(node, upsample(name, a, x));
            case "Subsample" -> map(node, subsample(name, a, x));
            default -> unsupported.add(node.op() + " " + name);
        }
    }

    private void map(DeclaredGraph.Node node, String name) {
        out.define(node.output(), name, false);
    }

    private void row(DeclaredGraph.Node node, String name) {
        out.define(node.output(), name, true);
    }

    private void define(DeclaredGraph.Node node, String name, boolean row) {
        out.define(node.output(), name, row);
    }

    /** Inputs must all be maps or all be rows, or they would be broadcast against each other. */
    private void same(
            String op,
            DeclaredGraph.Node node,
            List<DeclaredGraph.Value> inputs,
            Map<String, OnnxAttribute> attributes) {
        boolean rows = inputs.stream().allMatch(out::isRow);
        List<String> names =
                inputs.stream().map(x -> rows ? out.row(x) : out.map(x)).toList();
        define(node, out.node(op, node.name(), names, attributes), rows);
    }

    private List<String> conv(DeclaredGraph.Node node, DeclaredGraph.Value x) {
        return weighted(node, out.map(x));
    }

    private List<String> linear(DeclaredGraph.Node node, DeclaredGraph.Value x) {
        return weighted(node, out.row(x));
    }

    private List<String> weighted(DeclaredGraph.Node node, String x) {
        List<String> inputs = new ArrayList<>(List.of(x, out.weight(key(node, "weight"))));
        String bias = node.parameters().get("bias");
        if (bias != null) {
            inputs.add(out.weight(bias));
        }
        return inputs;
    }

    private List<String> norm(DeclaredGraph.Node node, DeclaredGraph.Value x) {
        return List.of(
                out.nameOf(x),
                out.weight(key(node, "gamma")),
                out.weight(key(node, "beta")),
                out.weight(key(node, "running_mean")),
                out.weight(key(node, "running_variance")));
    }

    private static Map<String, OnnxAttribute> norm(JsonNode a) {
        return Map.of(
                "epsilon", new OnnxAttribute.Real((float) a.get("epsilon").asDouble()),
                // ONNX's momentum is the weight of the old value.
                "momentum",
                        new OnnxAttribute.Real((float) (1 - a.get("momentum").asDouble())));
    }

    private static String key(DeclaredGraph.Node node, String role) {
        String key = node.parameters().get(role);
        if (key == null) {
            throw new IllegalStateException("%s has no %s".formatted(node.name(), role));
        }
        return key;
    }

    private static Map<String, OnnxAttribute> convolution(JsonNode a) {
        JsonNode w = a.get("window");
        Map<String, OnnxAttribute> attributes = window(w);
        attributes.put("dilations", wholes(w, "dilationHeight", "dilationWidth"));
        attributes.put("group", new OnnxAttribute.Whole(a.get("groups").asInt()));
        return attributes;
    }

    private String pool(String name, JsonNode a, String x) {
        JsonNode w = a.get("window");
        Map<String, OnnxAttribute> attributes = window(w);
        attributes.put("ceil_mode", flag(w.get("ceil").asBoolean()));
        if (a.get("kind").asText().equals("MAX")) {
            return out.node("MaxPool", name, List.of(x), attributes);
        }
        attributes.put("count_include_pad", flag(a.get("countIncludePad").asBoolean()));
        return out.node("AveragePool", name, List.of(x), attributes);
    }

    private static Map<String, OnnxAttribute> window(JsonNode w) {
        Map<String, OnnxAttribute> attributes = new HashMap<>();
        attributes.put("kernel_shape", wholes(w, "kernelHeight", "kernelWidth"));
        attributes.put("strides", wholes(w, "strideHeight", "strideWidth"));
        attributes.put("pads", wholes(w, "top", "left", "bottom", "right"));
        return attributes;
    }

    /** Around, as its attributes say, zeros by default: numbers of channels, rows, columns. */
    private String pad(
            String name,
            DeclaredGraph.Value x,
            List<Long> before,
            List<Long> after,
            Map<String, OnnxAttribute> attributes) {
        List<Long> pads = new ArrayList<>(List.of(0L));
        pads.addAll(before);
        pads.add(0L);
        pads.addAll(after);
        String constant = out.constant(name + ".pads", whole(pads));
        return out.node("Pad", name, List.of(out.map(x), constant), attributes);
    }

    /** A row, or the batch as it is (0) and the other sides. */
    private void reshape(DeclaredGraph.Node node, DeclaredGraph.Value x) {
        List<Long> to = new ArrayList<>(List.of(0L));
        to.addAll(at(node.attributes().get("to"), "channels", "height", "width"));
        if (to.get(2) == 1 && to.get(3) == 1) {
            row(node, out.row(x));
        } else {
            String shape = out.constant(node.name() + ".shape", whole(to));
            map(node, out.node("Reshape", node.name(), List.of(out.nameOf(x), shape), Map.of()));
        }
    }

    private String upsample(String name, JsonNode a, DeclaredGraph.Value x) {
        float scale = a.get("scale").floatValue();
        String scales = out.constant(name + ".scales", OnnxTensor.of(List.of(4L), 1, 1, scale, scale));
        Map<String, OnnxAttribute> attributes = a.get("bilinear").asBoolean()
                ? Map.of("mode", new OnnxAttribute.Text("linear"))
                : Map.of(
                        "mode",
                        new OnnxAttribute.Text("nearest"),
                        "coordinate_transformation_mode",
                        new OnnxAttribute.Text("asymmetric"),
                        "nearest_mode",
                        new OnnxAttribute.Text("floor"));
        return out.node("Resize", name, List.of(out.map(x), "", scales), attributes);
    }

    private String subsample(String name, JsonNode a, DeclaredGraph.Value x) {
        long down = a.get("strideHeight").asLong();
        long right = a.get("strideWidth").asLong();
        long bottom = (a.get("height").asLong() - 1) * down + 1;
        long end = (a.get("width").asLong() - 1) * right + 1;
        List<Long> two = List.of(2L);
        return out.node(
                "Slice",
                name,
                List.of(
                        out.map(x),
                        out.constant("starts_0_0", OnnxTensor.of(two, 0L, 0L)),
                        out.constant(name + ".ends", OnnxTensor.of(two, bottom, end)),
                        out.constant("axes_2_3", OnnxTensor.of(two, 2L, 3L)),
                        out.constant(name + ".steps", OnnxTensor.of(two, down, right))),
                Map.of());
    }

    private static OnnxAttribute flag(boolean set) {
        return new OnnxAttribute.Whole(set ? 1 : 0);
    }

    private static OnnxAttribute wholes(JsonNode of, String... components) {
        return new OnnxAttribute.Wholes(at(of, components));
    }

    /** Values of components; 0 for "". */
    private static List<Long> at(JsonNode of, String... components) {
        List<Long> values = new ArrayList<>();
        for (String component : components) {
            values.add(component.isEmpty() ? 0 : of.get(component).asLong());
        }
        return values;
    }

    private static OnnxTensor whole(List<Long> values) {
        return OnnxTensor.of(
                List.of((long) values.size()),
                values.stream().mapToLong(Long::longValue).toArray());
    }
}
