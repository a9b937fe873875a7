package castnet.tools.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the declaration as people write it: one line a layer, nothing that is a default. */
final class DeclarationWriter {
    private static final int WIDEST_COLUMN = 80;
    private static final Layer.Norm USUAL = new Layer.Norm("1.0E-5", "0.1");

    private final Methods.Grouped network;
    private final Layer.Norm norm;

    DeclarationWriter(Methods.Grouped network) {
        this.network = network;
        this.norm = mostFrequent();
    }

    /** The source. {@code origin} and {@code weights} are the files' names, for the comment. */
    String write(String packageName, String type, MapValue input, String origin, String weights) {
        StringBuilder out = new StringBuilder();
        if (!packageName.isEmpty()) {
            out.append("package ").append(packageName).append(";\n\n");
        }
        out.append("import castnet.*;\n\n");
        out.append("/** Imported from %s; its weights are in %s. */\n".formatted(comment(origin), comment(weights)));
        out.append("@Network(input = @Shape(channels = %d, height = %d, width = %d))\n"
                .formatted(input.channels(), input.height(), input.width()));
        if (!norm.equals(USUAL)) {
            out.append(norm(norm, USUAL, "")).append('\n');
        }
        out.append("public interface ").append(type).append(" {\n");
        List<String> annotations =
                network.methods().stream().map(this::annotations).toList();
        int column = annotations.stream()
                .mapToInt(String::length)
                .filter(length -> length <= WIDEST_COLUMN)
                .max()
                .orElse(0);
        Methods.Method before = null;
        for (int i = 0; i < annotations.size(); i++) {
            Methods.Method method = network.methods().get(i);
            String line = ("%-" + Math.max(1, column) + "s").formatted(annotations.get(i));
            out.append("    %s Tensor %s(%s);\n".formatted(line, method.name(), parameters(method, before)));
            before = method;
        }
        return out.append("}\n").toString();
    }

    private String parameters(Methods.Method method, Methods.@Nullable Method before) {
        List<String> names = new ArrayList<>();
        for (int step : method.inputs()) {
            Methods.Method from = network.methodOf().get(step);
            names.add("Tensor " + (from == null ? "input" : from.name()));
        }
        String above = "Tensor " + (before == null ? "input" : before.name());
        return names.equals(List.of(above)) ? "" : String.join(", ", names);
    }

    private String annotations(Methods.Method method) {
        return method.layers().stream().map(keyed -> annotation(method, keyed)).collect(Collectors.joining(" "));
    }

    private String annotation(Methods.Method method, Methods.Keyed keyed) {
        String name = keyed.prefix().equals(method.name()) ? "" : keyed.prefix();
        return switch (keyed.step().layer()) {
            case Layer.Conv conv -> conv(conv, name);
            case Layer.Linear linear -> {
                Attributes all = new Attributes().text("name", name).add("out", linear.out());
                yield all.addIf(!linear.bias(), "bias", false).of("Linear");
            }
            case Layer.Norm found -> {
                boolean alone = method.layers().getFirst().equals(keyed);
                boolean usual = keyed.prefix().equals(alone ? method.name() : Methods.normName(method.name()));
                yield norm(found, norm, usual ? "" : keyed.prefix());
            }
            case Layer.Activation function ->
                function.function().equals("RELU")
                        ? "@Relu"
                        : function.alpha().isEmpty()
                                ? "@Activation(Function.%s)".formatted(function.function())
                                : "@Activation(value = Function.%s, alpha = %s)"
                                        .formatted(function.function(), function.alpha());
            case Layer.Pool pool -> pool(pool);
            case Layer.Dropout dropout -> "@Dropout(%s)".formatted(dropout.probability());
            case Layer.Pad(Pending.Zeros z, boolean reflect) -> pixels(z, reflect);
            case Layer.PadChannels(int before, int after) ->
                new Attributes().add("channels", pair(before, after)).of("Pad");
            case Layer.Upsample(int scale, boolean bilinear) ->
                new Attributes()
                        .addIf(scale != 2, "scale", scale)
                        .addIf(bilinear, "mode", "Upsample.Mode.BILINEAR")
                        .of("Upsample");
            case Layer.Reshape(int channels, int height, int width) ->
                new Attributes()
                        .add("channels", channels)
                        .add("height", height)
                        .add("width", width)
                        .of("Reshape");
            case Layer.Plain plain -> "@" + plain.kind().annotation();
        };
    }

    private static String conv(Layer.Conv conv, String name) {
        Slide s = conv.slide();
        Attributes all = new Attributes().text("name", name).add("out", conv.out());
        boolean one = s.kernelHeight() == 1 && s.kernelWidth() == 1;
        all.addIf(!one, "kernel", pair(s.kernelHeight(), s.kernelWidth()));
        all.addIf(s.strideHeight() != 1 || s.strideWidth() != 1, "stride", pair(s.strideHeight(), s.strideWidth()));
        int half = (s.spanHeight() - 1) / 2;
        int halfWidth = (s.spanWidth() - 1) / 2;
        all.addIf(!isPad(s, half, halfWidth), "pad", pad(s));
        all.addIf(
                s.dilationHeight() != 1 || s.dilationWidth() != 1,
                "dilation",
                pair(s.dilationHeight(), s.dilationWidth()));
        all.addIf(conv.groups() != 1, "groups", conv.groups()).addIf(conv.bias(), "bias", true);
        return all.of("Conv");
    }

    private static String pool(Layer.Pool pool) {
        Slide s = pool.slide();
        Attributes all = new Attributes().add("kernel", pair(s.kernelHeight(), s.kernelWidth()));
        boolean steps = s.strideHeight() != s.kernelHeight() || s.strideWidth() != s.kernelWidth();
        all.addIf(steps, "stride", pair(s.strideHeight(), s.strideWidth()));
        int half = pool.isMax() && steps ? (s.kernelHeight() - 1) / 2 : 0;
        int halfWidth = pool.isMax() && steps ? (s.kernelWidth() - 1) / 2 : 0;
        boolean padded = !isPad(s, 0, 0);
        all.addIf(!isPad(s, half, halfWidth), "pad", pad(s)).addIf(s.ceil(), "ceilMode", true);
        // Without padding the divisor is the same either way.
        all.addIf(!pool.isMax() && padded && !pool.countIncludePad(), "countIncludePad", false);
        return all.of(pool.isMax() ? "MaxPool" : "AvgPool");
    }

    private static String pixels(Pending.Zeros z, boolean reflect) {
        Object sides = sides(z.top(), z.left(), z.bottom(), z.right());
        return reflect ? "@Pad(value = %s, mode = Pad.Mode.REFLECT)".formatted(sides) : "@Pad(%s)".formatted(sides);
    }

    private static String norm(Layer.Norm found, Layer.Norm usual, String name) {
        return new Attributes()
                .text("name", name)
                .addIf(!found.epsilon().equals(usual.epsilon()), "epsilon", found.epsilon())
                .addIf(!found.momentum().equals(usual.momentum()), "momentum", found.momentum())
                .of("BatchNorm");
    }

    /** Epsilon and momentum of most batch norms stand once, at the interface. */
    private Layer.Norm mostFrequent() {
        Map<Layer.Norm, Integer> counts = new HashMap<>();
        Layer.Norm most = USUAL;
        for (Methods.Method method : network.methods()) {
            for (Methods.Keyed keyed : method.layers()) {
                if (keyed.step().layer() instanceof Layer.Norm found) {
                    counts.merge(found, 1, Integer::sum);
                    most = counts.getOrDefault(found, 0) > counts.getOrDefault(most, 0) ? found : most;
                }
            }
        }
        return most;
    }

    private static boolean isPad(Slide s, int vertical, int horizontal) {
        return s.top() == vertical && s.bottom() == vertical && s.left() == horizontal && s.right() == horizontal;
    }

    private static Object pair(int vertical, int horizontal) {
        return vertical == horizontal ? vertical : "{%d, %d}".formatted(vertical, horizontal);
    }

    private static Object pad(Slide s) {
        return sides(s.top(), s.left(), s.bottom(), s.right());
    }

    private static Object sides(int top, int left, int bottom, int right) {
        return top != bottom || left != right
                ? "{%d, %d, %d, %d}".formatted(top, left, bottom, right)
                : pair(top, left);
    }

    private static String comment(String text) {
        return text.replaceAll("[^A-Za-z0-9._ -]", "_");
    }

    /** Attributes of one annotation, in order. */
    private static final class Attributes {
        private final List<String> all = new ArrayList<>();

        Attributes add(String name, Object value) {
            all.add(name + " = " + value);
            return this;
        }

        Attributes addIf(boolean said, String name, Object value) {
            return said ? add(name, value) : this;
        }

        Attributes text(String name, String value) {
            return addIf(!value.isEmpty(), name, "\"" + value + "\"");
        }

        String of(String annotation) {
            return all.isEmpty() ? "@" + annotation : "@%s(%s)".formatted(annotation, String.join(", ", all));
        }
    }
}
