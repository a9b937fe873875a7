package castnet.processor;

import castnet.processor.declaration.NetworkReader;
import castnet.processor.finding.Findings;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
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
        // Also those of users that are marked as blocks.
        return Set.of("*");
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
        networks.addAll(Networks.blocks(round));
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

        /** The blocks of a round. */
        static Set<TypeElement> blocks(RoundEnvironment round) {
            return round.getRootElements().stream()
                    .flatMap(Networks::types)
                    .filter(NetworkReader::isBlock)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        private static Stream<TypeElement> types(Element element) {
            return element instanceof TypeElement type
                    ? Stream.concat(
                            Stream.of(type),
                            ElementFilter.typesIn(type.getEnclosedElements()).stream()
                                    .flatMap(Networks::types))
                    : Stream.empty();
        }

        private static boolean isOfBlock(TypeElement type) {
            return NetworkReader.isBlock(type)
                    || (type.getEnclosingElement() instanceof TypeElement outer && NetworkReader.isBlock(outer));
        }

        static Set<TypeElement> of(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            Set<TypeElement> networks = new LinkedHashSet<>();
            for (TypeElement annotation : annotations) {
                if (!NetworkReader.isOurs(annotation) && !NetworkReader.isBlock(annotation)) {
                    continue;
                }
                // What the compiler wrote itself.
                boolean generated = annotation.getSimpleName().contentEquals("Wiring");
                for (Element element : generated ? Set.<Element>of() : round.getElementsAnnotatedWith(annotation)) {
                    Element declared = element instanceof ExecutableElement ? element.getEnclosingElement() : element;
                    if (declared instanceof TypeElement type && !isOfBlock(type)) {
                        networks.add(type);
                    }
                }
            }
            return networks;
        }
    }
}
