package castnet.processor.rejects;

import java.util.List;
import java.util.Random;

/** Sources of interfaces that are networks, or nearly, drawn by a seed. */
final class RandomDeclarations {
    private static final List<String> NAMES =
            List.of("a", "b", "conv1", "layer1", "join", "input", "w", "fc", "missing");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "8",
            "-1",
            "7",
            "64",
            "65536",
            "65537",
            "2147483647",
            "-2147483648",
            "1 << 24",
            "UNKNOWN",
            "\"x\"",
            "1.5");
    private static final List<String> REALS =
            List.of("0", "0.5", "1", "-1", "1e-5", "Double.NaN", "Double.POSITIVE_INFINITY", "1e300", "null", "'c'");

    private final Random random;

    RandomDeclarations(long seed) {
        this.random = new Random(seed);
    }

    /** One top-level interface of that name. */
    String source(String name) {
        StringBuilder source = new StringBuilder();
        if (chance(0.95)) {
            source.append(
                    chance(0.9)
                            ? "@Network(input = @Shape(channels = %s, height = %s, width = %s))"
                                    .formatted(mostly("3", 0.9), mostly("8", 0.9), mostly("9", 0.9))
                            : "@Network");
        }
        if (chance(0.2)) {
            source.append(" @Residual(")
                    .append(pick(List.of(
                            "at = " + at(), "shortcut = " + shortcut(), "zeroGamma = true", "preActivation = true")))
                    .append(')');
        }
        if (chance(0.1)) {
            source.append(" @Sweep(at = {")
                    .append(at())
                    .append(", ")
                    .append(at())
                    .append("}, shortcut = ")
                    .append(shortcut())
                    .append(')');
        }
        if (chance(0.1)) {
            source.append(" @BatchNorm(epsilon = ").append(pick(REALS)).append(')');
        }
        source.append(" interface ")
                .append(name)
                .append(chance(0.03) ? " extends Missing" : "")
                .append(" {\n");
        int layers = random.nextInt(6);
        for (int i = 0; i < layers; i++) {
            source.append("    ").append(layer()).append('\n');
        }
        return source.append("}").toString();
    }

    private String layer() {
        StringBuilder layer = new StringBuilder();
        int annotations = chance(0.05) ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < annotations; i++) {
            layer.append(annotation()).append(' ');
        }
        String body = chance(0.02) ? "default " : "";
        layer.append(body)
                .append(chance(0.02) ? "int " : "Tensor ")
                .append(pick(NAMES))
                .append(random.nextInt(100))
                .append('(');
        int inputs = chance(0.6) ? 0 : 1 + random.nextInt(2);
        for (int i = 0; i < inputs; i++) {
            layer.append(i > 0 ? ", " : "")
                    .append("Tensor ")
                    .append(pick(NAMES))
                    .append(chance(0.5) ? "" : "" + i);
        }
        return layer.append(')')
                .append(body.isEmpty() ? ";" : " { return null; }")
                .toString();
    }

    private String annotation() {
        return switch (random.nextInt(15)) {
            case 13 ->
                pick(List.of("@B(out = %s, n = %s)", "@B(out = %s, repeat = %s)", "@B(out = %s, n = %s, k = {1, 2})"))
                        .formatted(mostly("3", 0.8), mostly("2", 0.8));
            case 0, 1, 2 ->
                "@Conv(out = %s%s%s)"
                        .formatted(mostly("4", 0.8), window(), chance(0.2) ? ", groups = " + number() : "");
            case 3 -> "@MaxPool(kernel = " + mostly("2", 0.8) + pool() + ")";
            case 4 -> "@AvgPool(kernel = " + mostly("3", 0.8) + pool() + ")";
            case 5 -> "@BatchNorm" + (chance(0.2) ? "(momentum = " + pick(REALS) + ")" : "");
            case 6 -> "@Relu";
            case 7 -> "@Linear(out = " + mostly("5", 0.8) + ")";
            case 8 -> pick(List.of("@Flatten", "@GlobalAvgPool", "@Concat", "@Add"));
            case 9 -> "@Dropout(" + pick(REALS) + ")";
            case 10 ->
                "@Activation(value = Function.%s%s)"
                        .formatted(
                                pick(List.of("ELU", "TANH", "GELU", "NONE")),
                                chance(0.3) ? ", alpha = " + pick(REALS) : "");
            case 11 -> "@BasicBlock(width = " + mostly("4", 0.7) + residual() + ")";
            case 12 ->
                "@Bottleneck(width = %s%s%s)"
                        .formatted(mostly("2", 0.7), residual(), chance(0.5) ? ", at = " + at() : "");
            default ->
                pick(List.of(
                        "@Deprecated",
                        "@Missing",
                        "@Conv",
                        "@SuppressWarnings(\"castnet:no-effect\")",
                        "@SuppressWarnings(UNKNOWN)"));
        };
    }

    /** A block {@code B}, or nearly. */
    String block() {
        if (chance(0.5)) {
            return "@Block @interface B { int out(); int n() default 1; int repeat() default 1; int[] k() default 1;\n"
                    + "interface Layers { @Conv @Let({\"out = %s\", \"kernel = k\"}) Tensor a();\n".formatted(number(3))
                    + "@When(\"%s > %s\") @Concat Tensor b(Tensor input, Tensor a); } }"
                            .formatted(number(2), number(2));
        }
        StringBuilder source = new StringBuilder(chance(0.95) ? "@Block " : "")
                .append("@interface B { int out(); int n() default 1; int repeat() default 1; int[] k() default {}; ")
                .append(chance(0.05) ? "int in() default 1; " : "")
                .append(chance(0.97) ? "interface Layers {\n" : "class Layers {\n");
        int layers = random.nextInt(5);
        for (int i = 0; i < layers; i++) {
            source.append("    ").append(chance(0.3) ? "@When(\"" + expression(2) + "\") " : "");
            String attribute =
                    pick(List.of("out", "stride", "kernel", "groups", "bias", "width", "repeat", "oot", "Conv.out"));
            source.append(chance(0.5) ? "@Let({\"%s = %s\"}) ".formatted(attribute, expression(3)) : "");
            source.append(layer()).append('\n');
        }
        return source.append("} }").toString();
    }

    /** An expression that is a number, but may have no value. */
    private String number(int depth) {
        if (depth == 0 || chance(0.4)) {
            return pick(List.of("1", "2", "out", "n", "in", "block", "inWidth"));
        }
        String form = pick(List.of("(%s + %s)", "%s * %s", "%s / %s", "(%s - %s)", "max(%s, %s)", "(first ? %s : %s)"));
        return form.formatted(number(depth - 1), number(depth - 1));
    }

    private String expression(int depth) {
        if (depth == 0 || chance(0.3)) {
            return pick(List.of("0", "1", "2", "out", "n", "in", "first", "block", "true", "k", "x", "65536"));
        }
        String form = pick(List.of(
                "%s + %s",
                "%s * %s",
                "%s / %s",
                "%s %% %s",
                "%s == %s",
                "%s < %s",
                "(%s - %s)",
                "max(%s, %s)",
                "%s && %s",
                "first ? %s : %s",
                "!%s || %s",
                "%s ( %s"));
        return form.formatted(expression(depth - 1), expression(depth - 1));
    }

    private String window() {
        StringBuilder window = new StringBuilder();
        for (String attribute : List.of("kernel", "stride", "pad", "dilation")) {
            if (chance(0.25)) {
                window.append(", ").append(attribute).append(" = ").append(numbers());
            }
        }
        return window + (chance(0.2) ? ", padding = Padding.SAME" : "");
    }

    private String pool() {
        return (chance(0.4) ? ", stride = " + numbers() : "")
                + (chance(0.3) ? ", pad = " + numbers() : "")
                + (chance(0.3) ? ", ceilMode = true" : "");
    }

    private String residual() {
        return (chance(0.5) ? ", repeat = " + mostly("2", 0.7) : "")
                + (chance(0.5) ? ", stride = " + mostly("2", 0.7) : "")
                + (chance(0.4) ? ", shortcut = " + shortcut() : "")
                + (chance(0.2) ? ", preActivation = true" : "");
    }

    private String at() {
        return pick(List.of("CONV1x1", "CONV3x3", "PREVIOUS_CONV3x3"));
    }

    private String shortcut() {
        return pick(List.of(
                "PROJECTION", "PROJECTION_ALWAYS", "ZERO_PAD", "ZERO_PAD_BOTH", "AVG_POOL", "MAX_POOL", "SUBSAMPLE"));
    }

    private String numbers() {
        return switch (random.nextInt(4)) {
            case 0 -> "{" + number() + ", " + number() + "}";
            case 1 -> pick(List.of("{}", "{1, 1, 1}", "{1, 0, 1, 0}", "{1, 2, 3, 4, 5}"));
            default -> number();
        };
    }

    private String number() {
        return mostly(pick(List.of("1", "2", "3")), 0.8);
    }

    private String mostly(String usual, double share) {
        return chance(share) ? usual : pick(NUMBERS);
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
