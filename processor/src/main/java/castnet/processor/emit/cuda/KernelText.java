package castnet.processor.emit.cuda;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Op;
import castnet.processor.plan.cuda.Arithmetic;
import castnet.processor.plan.cuda.Constants;
import castnet.processor.plan.cuda.CudaKernel;
import castnet.processor.plan.cuda.CudaPlan;
import castnet.processor.plan.cuda.Template;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table of texts: how each signature is spelled. */
final class KernelText {
    private KernelText() {}

    /** The resources with the algorithm; none for a few lines that stand in the kernel itself. */
    static List<String> parts(CudaKernel kernel) {
        return switch (kernel) {
            // Devices without tensor cores fall back.
            case CudaKernel.Convolution c ->
                c.arithmetic() == Arithmetic.FP32
                        ? List.of("tile", "convolution")
                        : List.of("tile", "convolution", "tensor");
            case Template t -> template(t.part());
            case CudaKernel.DirectConvolution _ -> List.of("direct");
            case CudaKernel.Linear _ -> List.of("linear");
            case CudaKernel.Pool _ -> List.of("pool");
            case CudaKernel.GlobalAverage _ -> List.of("reduce");
            case CudaKernel.Transpose _ -> List.of("transpose");
            case CudaKernel.Pad _, CudaKernel.Upsample _, CudaKernel.Subsample _, CudaKernel.Reshape _ ->
                List.of("resample");
            case CudaKernel.Norm _, CudaKernel.Activate _, CudaKernel.ActivateGradient _, CudaKernel.Add _ -> List.of();
            case CudaKernel.Multiply _, CudaKernel.Concat _, CudaKernel.PadChannels _ -> List.of();
        };
    }

    /** A part of training and those that it builds on. */
    private static List<String> template(String part) {
        return switch (part) {
            case "norm" -> List.of("step", "sums", part);
            case "gradient" -> List.of("step", "tile", part);
            default -> List.of("step", part);
        };
    }

    /** The struct of the algorithm's constants, if it takes one. */
    static String constants(CudaPlan.Named named) {
        Constants constants = new Constants();
        switch (named.kernel()) {
            case CudaKernel.Convolution c -> {
                constants
                        .windowed(c.x(), c.y(), c.window())
                        .add("O", c.y().channels())
                        .add("GROUPS", c.groups())
                        .tile(c.tile())
                        .add("BIAS", c.bias())
                        .epilogue(c.epilogue());
                if (c.arithmetic() != Arithmetic.FP32) {
                    constants.add("BF16", c.arithmetic() == Arithmetic.BF16);
                }
            }
            case CudaKernel.DirectConvolution d ->
                constants
                        .windowed(d.x(), d.y(), d.window())
                        .add("O", d.y().channels())
                        .add("GROUPS", d.groups())
                        .add("BIAS", d.bias())
                        .epilogue(d.epilogue());
            case CudaKernel.Linear l ->
                constants
                        .add("K", l.inputs())
                        .add("O", l.outputs())
                        .add("BIAS", l.bias())
                        .epilogue(l.epilogue());
            case CudaKernel.Pool p ->
                constants
                        .windowed(p.x(), p.y(), p.window())
                        .add("BOTTOM", p.window().bottom())
                        .add("RIGHT", p.window().right())
                        .add("COUNT_PAD", p.countIncludePad());
            case CudaKernel.Pad p -> picked(constants.image(p.x()).output(p.y()), 1, 1, p.top(), p.left());
            case CudaKernel.Subsample s ->
                picked(constants.image(s.x()).output(s.y()), s.strideHeight(), s.strideWidth(), 0, 0);
            case CudaKernel.Upsample u -> constants.image(u.x()).add("SCALE", u.scale());
            case Template t -> {
                return struct(named.name(), t.constants());
            }
            case CudaKernel.GlobalAverage _,
                    CudaKernel.Transpose _,
                    CudaKernel.Reshape _,
                    CudaKernel.Norm _,
                    CudaKernel.Activate _ -> {}
            case CudaKernel.Add _, CudaKernel.Multiply _, CudaKernel.Concat _, CudaKernel.PadChannels _ -> {}
            case CudaKernel.ActivateGradient _ -> {}
        }
        return struct(named.name(), constants.list());
    }

    private static void picked(Constants images, int strideHeight, int strideWidth, int top, int left) {
        images.add("SH", strideHeight).add("SW", strideWidth).add("TOP", top).add("LEFT", left);
    }

    /** What stands between the braces. */
    static String body(CudaPlan.Named named) {
        String s = struct(named.name());
        return switch (named.kernel()) {
            case CudaKernel.Convolution c ->
                weighted(c.arithmetic() == Arithmetic.FP32 ? "convolution" : "tensor_convolution", s, c.epilogue());
            case CudaKernel.DirectConvolution d -> weighted("direct", s, d.epilogue());
            case CudaKernel.Linear l -> weighted("linear", s, l.epilogue());
            case CudaKernel.Pool p -> "pool_%s<%s>(x, y);".formatted(max(p) ? "max" : "average", s);
            case CudaKernel.GlobalAverage g ->
                "global_average<%d, %d>(x, y);".formatted(g.x().channels(), g.x().pixels());
            case CudaKernel.Transpose t -> "transpose<%d, %d>(x, y);".formatted(t.rows(), t.columns());
            case CudaKernel.Reshape r ->
                "reshape<%d, %d, %d, %d>(x, y);"
                        .formatted(r.x().channels(), r.x().pixels(), r.y().channels(), r.y().pixels());
            case CudaKernel.Pad p when p.reflect() -> "reflect<%s>(x, y);".formatted(s);
            case CudaKernel.Pad _, CudaKernel.Subsample _ -> "pick<%s>(x, y);".formatted(s);
            case CudaKernel.Upsample u -> "%s<%s>(x, y);".formatted(u.bilinear() ? "bilinear" : "nearest", s);
            case CudaKernel.Norm n -> norm(n);
            case CudaKernel.Activate a ->
                perElement(a.elements(), "const float v = x[i];\ny[i] = " + ActivationText.of(a.function()) + ";");
            case CudaKernel.ActivateGradient a ->
                perElement(
                        a.elements(),
                        "const float v = x[i];\ny[i] = dy[i] * (" + ActivationText.slope(a.function()) + ");");
            case CudaKernel.Add a -> add(a);
            case CudaKernel.Multiply m -> multiply(m);
            case CudaKernel.Concat c -> concat(c);
            case CudaKernel.PadChannels p -> padChannels(p);
            case Template t -> "%s<%s>(%s);".formatted(t.function(), s, String.join(", ", t.arguments()));
        };
    }

    private static boolean max(CudaKernel.Pool pool) {
        return pool.kind() == Op.Pool2d.Kind.MAX;
    }

    private static String struct(String name) {
        return "Of_" + name;
    }

    private static String weighted(String function, String struct, Epilogue epilogue) {
        return "%s<%s>(x, w, %s, y);".formatted(function, struct, epilogue.add() ? "r" : "nullptr");
    }

    private static String norm(CudaKernel.Norm n) {
        int channels = n.shape().channels();
        String value = "x[i] * w[e %% %d] + w[%d + e %% %d]".formatted(channels, channels, channels)
                + (n.epilogue().add() ? " + r[i]" : "");
        return perElement(n.shape().elements(), store(value, n.epilogue().relu()));
    }

    private static String add(CudaKernel.Add a) {
        String sum =
                IntStream.range(0, a.summands()).mapToObj(i -> "x" + i + "[i]").collect(Collectors.joining(" + "));
        return perElement(a.elements(), store(sum, a.relu()));
    }

    private static String store(String value, boolean relu) {
        return "y[i] = " + (relu ? "relu(" + value + ")" : value) + ";";
    }

    private static String multiply(CudaKernel.Multiply m) {
        int channels = m.x().channels();
        String factor = m.perChannel() ? "s[image(%d) + e %% %d]".formatted(channels, channels) : "s[i]";
        return perElement(m.x().elements(), "y[i] = x[i] * " + factor + ";");
    }

    private static String concat(CudaKernel.Concat c) {
        StringBuilder text = new StringBuilder("const int c = e %% %d, p = e / %d;\n".formatted(c.total(), c.total()));
        int at = 0;
        for (int i = 0; i < c.channels().size(); i++) {
            int channels = c.channels().get(i);
            String value = "x%d[image(%d) + p * %d + c - %d]".formatted(i, c.pixels() * channels, channels, at);
            at += channels;
            boolean last = i + 1 == c.channels().size();
            text.append(
                    last ? "y[i] = " + value + ";" : "if (c < %d) {\n    y[i] = %s;\n} else {\n".formatted(at, value));
        }
        return perElement(
                (long) c.total() * c.pixels(), text + "\n}".repeat(c.channels().size() - 1));
    }

    private static String padChannels(CudaKernel.PadChannels p) {
        int channels = p.x().channels();
        int total = p.before() + channels + p.after();
        String text = """
                const int c = e %% %d - %d, p = e / %d;
                y[i] = c >= 0 && c < %d ? x[image(%d) + p * %d + c] : 0.0f;""".formatted(total, p.before(), total, channels, channels * p.x().pixels(), channels);
        return perElement((long) total * p.x().pixels(), text);
    }

    /** One thread per element {@code e} of an image, {@code i} of the batch. */
    private static String perElement(long elements, String statement) {
        return """
                const int e = blockIdx.x * %d + threadIdx.x;
                if (e < %d) {
                    const size_t i = image(%d) + e;
                """.formatted(CudaKernel.THREADS, elements, elements) + statement.indent(4) + "}";
    }

    /** A struct of constants, those of one type in a line; none where there is nothing. */
    private static String struct(String name, List<Template.Constant> constants) {
        return constants.isEmpty()
                ? ""
                : "struct " + struct(name) + " {\n"
                        + line("int", Integer.class, "", constants)
                        + line("float", Float.class, "f", constants)
                        + line("bool", Boolean.class, "", constants)
                        + "};\n";
    }

    private static String line(String type, Class<?> kind, String suffix, List<Template.Constant> constants) {
        String text = constants.stream()
                .filter(constant -> kind.isInstance(constant.value()))
                .map(constant -> constant.name() + " = " + constant.value() + suffix)
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : "    static constexpr " + type + " " + text + ";\n";
    }
}
