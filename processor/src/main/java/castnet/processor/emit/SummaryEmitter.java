package castnet.processor.emit;

import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import castnet.processor.pass.analysis.ReceptiveField;
import castnet.processor.plan.Summary;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what a network costs: a table for people, JSON for tools. */
final class SummaryEmitter {
    private SummaryEmitter() {}

    /** The table, a resource beside the class; also printed by {@code -Acastnet.summary=true}. */
    static GeneratedFile text(Target target) {
        return new GeneratedFile(
                GeneratedFile.Kind.RESOURCE,
                target.packageName(),
                target.summaryName("txt"),
                table(target.network(), target.plan().summary()));
    }

    static String table(String network, Summary summary) {
        int name = width(
                "layer", summary.layers().stream().map(Summary.Layer::name).toList());
        int op = width(
                "operation", summary.layers().stream().map(Summary.Layer::op).toList());
        StringBuilder out = new StringBuilder();
        out.append("%s: %s → %s%n".formatted(network, summary.input(), summary.output()));
        String row = "%-" + name + "s  %-" + op + "s  %-14s  %12s  %15s  %7s  %7s  %-14s  %s%n";
        out.append(row.formatted(
                "layer", "operation", "output", "parameters", "MACs", "read", "needed", "sees", "kernel"));
        for (Summary.Layer layer : summary.layers()) {
            out.append(row.formatted(
                    layer.name(),
                    layer.op(),
                    layer.output(),
                    layer.parameters() == 0 ? "" : count(layer.parameters()),
                    layer.macs() == 0 ? "" : count(layer.macs()),
                    percent(layer.shareRead()),
                    percent(layer.shareNeeded()),
                    field(layer.field()),
                    layer.kernel()));
        }
        out.append(
                "read: share of the input; needed: share of the output; sees: of the network's input, and which share of it\n");
        out.append("%n%s parameters, %s running statistics, %s MACs; %s of all activations are read%n"
                .formatted(
                        count(summary.parameters()),
                        count(summary.buffers()),
                        count(summary.macs()),
                        percent(summary.shareRead())));
        out.append(savings(summary));
        Summary.Memory memory = summary.memory();
        out.append(memory("inference", memory.inference(), memory.inferenceLowerBound(), ""));
        if (memory.training() > 0) {
            out.append(memory("training", memory.training(), memory.trainingLowerBound(), " per image"));
        }
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static String field(ReceptiveField field) {
        String size = field.height() + "×" + field.width();
        return field.coverage() < 1 ? size + ", " + percent(field.coverage()) : size;
    }

    private static String savings(Summary summary) {
        if (summary.savings().isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("inference computes %s MACs, %s fewer:%n"
                .formatted(
                        count(summary.inferenceMacs()),
                        percent(1 - (double) summary.inferenceMacs() / summary.macs())));
        summary.savings().forEach(s -> out.append("  %s, %s: %s%n".formatted(s.pass(), s.node(), s.text())));
        return out.toString();
    }

    static GeneratedFile json(Target target) {
        Summary s = target.plan().summary();
        StringBuilder out = new StringBuilder("{\n");
        out.append("  \"network\": %s,\n".formatted(Json.quote(target.network())));
        out.append("  \"input\": %s,\n  \"output\": %s,\n".formatted(array(s.input()), array(s.output())));
        out.append("  \"parameters\": %d,\n  \"buffers\": %d,\n  \"macs\": %d,\n  \"inferenceMacs\": %d,\n"
                .formatted(s.parameters(), s.buffers(), s.macs(), s.inferenceMacs()));
        out.append("  \"shareRead\": %s,\n".formatted(s.shareRead()));
        out.append(
                "  \"memory\": {\"inference\": %d, \"inferenceLowerBound\": %d, \"training\": %d, \"trainingLowerBound\": %d},\n"
                        .formatted(
                                s.memory().inference(),
                                s.memory().inferenceLowerBound(),
                                s.memory().training(),
                                s.memory().trainingLowerBound()));
        out.append("  \"layers\": [");
        String separator = "\n";
        for (Summary.Layer layer : s.layers()) {
            out.append(separator).append("    ").append(layer(layer));
            separator = ",\n";
        }
        out.append("\n  ],\n  \"steps\": [");
        separator = "\n";
        for (Summary.ComputedStep step : s.steps()) {
            out.append(separator)
                    .append("    {\"name\": %s, \"macs\": %d, \"bytes\": %d, \"kernel\": %s}"
                            .formatted(Json.quote(step.name()), step.macs(), step.bytes(), Json.quote(step.kernel())));
            separator = ",\n";
        }
        out.append("\n  ]\n}\n");
        return new GeneratedFile(
                GeneratedFile.Kind.RESOURCE, target.packageName(), target.summaryName("json"), out.toString());
    }

    private static String layer(Summary.Layer l) {
        return "{\"name\": %s, \"op\": %s, \"inputs\": %s, \"input\": %s, \"output\": %s, \"parameters\": %d, \"macs\": %d, \"shareRead\": %s, \"shareNeeded\": %s, \"unreadMacs\": %d, \"field\": [%d, %d], \"coverage\": %s, \"kernel\": %s%s}"
                .formatted(
                        Json.quote(l.name()),
                        Json.quote(l.op()),
                        l.inputs().stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]")),
                        array(l.input()),
                        array(l.output()),
                        l.parameters(),
                        l.macs(),
                        l.shareRead(),
                        l.shareNeeded(),
                        l.unreadMacs(),
                        l.field().height(),
                        l.field().width(),
                        l.field().coverage(),
                        Json.quote(l.kernel()),
                        window(l.window()));
    }

    private static String window(@Nullable Window w) {
        if (w == null) {
            return "";
        }
        return ", \"window\": {\"kernel\": [%d, %d], \"stride\": [%d, %d], \"pad\": [%d, %d, %d, %d], \"dilation\": [%d, %d]}"
                .formatted(
                        w.kernelHeight(),
                        w.kernelWidth(),
                        w.strideHeight(),
                        w.strideWidth(),
                        w.top(),
                        w.left(),
                        w.bottom(),
                        w.right(),
                        w.dilationHeight(),
                        w.dilationWidth());
    }

    private static String array(TensorShape shape) {
        return "[%d, %d, %d]".formatted(shape.channels(), shape.height(), shape.width());
    }

    private static String memory(String what, long floats, long bound, String unit) {
        return String.format(
                Locale.ROOT,
                "memory of %s: %s bytes%s, %.2f × the lower bound of %s%n",
                what,
                count(4 * floats),
                unit,
                (double) floats / bound,
                count(4 * bound));
    }

    private static int width(String head, Iterable<String> texts) {
        int width = head.length();
        for (String text : texts) {
            width = Math.max(width, text.length());
        }
        return width;
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
