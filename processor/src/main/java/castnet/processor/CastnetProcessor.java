package castnet.processor;

import castnet.processor.finding.Findings;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Compiles annotated networks. Finds them and forwards: what is done with one reads as a paragraph in {@link CompileNetwork}.
 * Isolating for incremental builds: what it writes for a network depends on that network's interface and those it extends.
 */
@AutoService(Processor.class)
public final class CastnetProcessor extends AbstractProcessor {
    private final List<String> deferred = new ArrayList<>();
    private @Nullable Options options;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("castnet.*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Options.NAMES;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        CompileNetwork compile = new CompileNetwork(processingEnv, options());
        Set<TypeElement> networks = new TreeSet<>(
                Comparator.comparing(type -> type.getQualifiedName().toString()));
        networks.addAll(deferredNetworks());
        networks.addAll(Networks.of(annotations, round));
        deferred.clear();
        for (TypeElement network : networks) {
            // A type that another processor is yet to write: this network waits for the next round.
            if (!compile.compile(network) && !round.processingOver()) {
                deferred.add(network.getQualifiedName().toString());
            }
        }
        return false;
    }

    /** The options; what is wrong with them is said once. */
    private Options options() {
        if (options == null) {
            Findings findings = new Findings();
            options = Options.of(processingEnv.getOptions(), findings);
            findings.all().forEach(f -> processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, f.message()));
        }
        return options;
    }

    private Set<TypeElement> deferredNetworks() {
        Set<TypeElement> networks = new LinkedHashSet<>();
        for (String name : deferred) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type != null) {
                networks.add(type);
            }
        }
        return networks;
    }

    /** Which types of a round are networks, or are declared like one. */
    static final class Networks {
        private Networks() {}

        static Set<TypeElement> of(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            Set<TypeElement> networks = new LinkedHashSet<>();
            for (TypeElement annotation : annotations) {
                // What the compiler wrote itself.
                boolean generated = annotation.getSimpleName().contentEquals("Wiring");
                for (Element element : generated ? Set.<Element>of() : round.getElementsAnnotatedWith(annotation)) {
                    Element declared = element instanceof ExecutableElement ? element.getEnclosingElement() : element;
                    if (declared instanceof TypeElement type) {
                        networks.add(type);
                    }
                }
            }
            return networks;
        }
    }
}
