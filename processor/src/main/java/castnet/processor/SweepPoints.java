package castnet.processor;

import castnet.processor.declaration.NetworkDeclaration;
import castnet.processor.declaration.SweepPoint;
import castnet.processor.emit.GeneratedFile;
import castnet.processor.emit.SweepEmitter;
import castnet.processor.emit.Target;
import castnet.processor.finding.Finding;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans every point of a sweep; writes the classes of those that are emitted, the index of these, the table of all. */
final class SweepPoints {
    private final NetworkDeclaration network;
    private final Compiler compiler;
    private final Function<Target, List<GeneratedFile>> emitter;
    private final Map<SweepPoint, Finding> invalid = new LinkedHashMap<>();

    /** From a declared point to its plan; null if there are errors, which were found. */
    interface Compiler {
        @Nullable
        Target target(NetworkDeclaration variant, boolean emitted, Findings findings);
    }

    SweepPoints(NetworkDeclaration network, Compiler compiler, Function<Target, List<GeneratedFile>> emitter) {
        this.network = network;
        this.compiler = compiler;
        this.emitter = emitter;
    }

    /** The files of the sweep; what was found in points is added once, however many points have it. */
    List<GeneratedFile> compile(Findings findings) {
        List<GeneratedFile> files = new ArrayList<>();
        List<SweepEmitter.Row> rows = new ArrayList<>();
        List<SweepEmitter.Point> classes = new ArrayList<>();
        for (SweepPoint point : network.sweep()) {
            Findings own = new Findings();
            Target target = compiler.target(network.at(point, own), point.emitted(), own);
            if (target == null && point.changesLayers()) {
                own.all().stream()
                        .filter(f -> f.id().severity() == Severity.ERROR)
                        .findFirst()
                        .ifPresent(first -> invalid.put(point, first));
                continue;
            }
            findings.addOthers(own);
            if (target == null) {
                continue;
            }
            rows.add(SweepEmitter.Row.of(target, point.values(), point.emitted()));
            if (point.emitted()) {
                files.addAll(emitter.apply(target));
                classes.add(new SweepEmitter.Point(target.className(), point.values()));
            }
        }
        new SweepBlame(network, invalid).report(findings);
        if (!findings.isClean()) {
            return List.of();
        }
        files.add(SweepEmitter.emit(network.packageName(), network.name(), network.isPublic(), classes));
        files.add(SweepEmitter.table(network.packageName(), network.name(), network.binaryName(), rows));
        return files;
    }
}
