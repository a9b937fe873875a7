package castnet.processor.emit;

import castnet.processor.plan.Summary;
import castnet.processor.report.DrawPage;
import castnet.processor.report.DrawnLayer;
import castnet.processor.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the network as a page: its picture, what rewrites save, and the table of {@link SummaryEmitter}. */
final class ReportEmitter {
    private ReportEmitter() {}

    /** The page, a resource beside the class, for {@code -Acastnet.report=true}. */
    static GeneratedFile html(Target target) {
        Summary summary = target.plan().summary();
        Map<String, Long> bytes = summary.steps().stream()
                .collect(Collectors.toMap(Summary.ComputedStep::name, Summary.ComputedStep::bytes));
        List<DrawnLayer> layers = summary.layers().stream()
                .map(layer -> drawn(layer, bytes.getOrDefault(layer.name(), 0L)))
                .toList();
        String page = new DrawPage(target.network(), layers, List.of(savings(summary), table(target))).html();
        return new GeneratedFile(
                GeneratedFile.Kind.RESOURCE, target.packageName(), target.className() + ".report.html", page);
    }

    private static DrawnLayer drawn(Summary.Layer layer, long bytes) {
        return new DrawnLayer(
                layer.name(),
                layer.op(),
                layer.inputs(),
                layer.output().channels(),
                layer.output().height(),
                layer.output().width(),
                layer.parameters(),
                layer.macs(),
                layer.unreadMacs(),
                layer.shareNeeded(),
                DrawnLayer.sees(
                        layer.field().height(),
                        layer.field().width(),
                        layer.field().coverage()),
                layer.kernel(),
                bytes,
                0);
    }

    private static String savings(Summary summary) {
        if (summary.savings().isEmpty()) {
            return "<h2>Rewrites</h2>\n<p>Inference computes all multiply-adds that were declared.</p>\n";
        }
        return String.format(
                        Locale.ROOT,
                        "<h2>Rewrites</h2>\n<p>Inference computes %,d multiply-adds, %,d fewer than declared:</p>\n<ul>\n",
                        summary.inferenceMacs(),
                        summary.macs() - summary.inferenceMacs())
                + summary.savings().stream()
                        .map(s -> "<li><code>%s</code>, %s: %s</li>\n"
                                .formatted(Html.escape(s.pass()), Html.escape(s.node()), Html.escape(s.text())))
                        .collect(Collectors.joining())
                + "</ul>\n";
    }

    private static String table(Target target) {
        return "<h2>Layers</h2>\n<div class=\"wide\"><pre>%s</pre></div>\n"
                .formatted(Html.escape(NetworkEmitter.summary(target)));
    }
}
