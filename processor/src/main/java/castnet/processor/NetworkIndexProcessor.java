package castnet.processor;

import castnet.processor.declaration.ErroneousSource;
import castnet.processor.declaration.NetworkDeclaration;
import castnet.processor.declaration.NetworkReader;
import castnet.processor.declaration.SweepPoint;
import castnet.processor.finding.Findings;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes the service file by which tools find all networks of a compilation. Aggregating for incremental builds: the file
 * depends on every network.
 */
@AutoService(Processor.class)
public final class NetworkIndexProcessor extends AbstractProcessor {
    private static final String SERVICE = "META-INF/services/castnet.runtime.NetworkFactory";

    private final Set<String> classes = new TreeSet<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        CastnetProcessor.Networks.of(annotations, round).forEach(this::collect);
        if (round.processingOver()) {
            // Networks with errors have no class.
            classes.removeIf(name -> processingEnv.getElementUtils().getTypeElement(name) == null);
            if (!classes.isEmpty()) {
                write();
            }
        }
        return false;
    }

    private void collect(TypeElement type) {
        try {
            NetworkDeclaration network = new NetworkReader(processingEnv.getElementUtils()).read(type, new Findings());
            if (network != null) {
                String prefix = network.packageName().isEmpty() ? "" : network.packageName() + ".";
                classes.add(prefix + "Compiled" + network.name());
                for (SweepPoint point : network.sweep()) {
                    if (point.emitted()) {
                        classes.add(prefix + "Compiled" + network.nameAt(point));
                    }
                }
            }
        } catch (ErroneousSource incomplete) {
            // Source that does not compile has no place in the index; javac reports it.
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.OTHER, type + " is not indexed: " + incomplete.getMessage());
        }
    }

    private void write() {
        try (Writer writer = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", SERVICE)
                .openWriter()) {
            for (String name : classes) {
                writer.write(name + "$Factory\n");
            }
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "cannot write " + SERVICE + ": " + e.getMessage());
        }
    }
}
