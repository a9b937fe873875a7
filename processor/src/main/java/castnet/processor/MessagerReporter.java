package castnet.processor;

import castnet.processor.declaration.BlockOrigin;
import castnet.processor.declaration.SourceOrigin;
import castnet.processor.finding.Finding;
import castnet.processor.finding.Origin;
import castnet.processor.finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * The only printer of findings. What lies outside of the network that is being compiled, in an interface that it extends, is
 * reported at the network with the far place named: javac has no position for class files, and a variant is where the user
 * looks.
 */
final class MessagerReporter {
    private final Messager messager;
    private final Options options;

    MessagerReporter(Messager messager, Options options) {
        this.messager = messager;
        this.options = options;
    }

    /** Prints a finding of {@code network}, unless it is a warning that the source suppresses. */
    void report(TypeElement network, Finding finding) {
        Element element =
                SourceOrigin.place(finding.origin()).map(SourceOrigin::element).orElse(network);
        boolean suppressible = finding.id().severity() == Severity.WARNING;
        if (suppressible && (isSuppressed(element, finding) || isSuppressed(network, finding))) {
            return;
        }
        Diagnostic.Kind kind =
                options.severity(finding) == Severity.WARNING ? Diagnostic.Kind.WARNING : Diagnostic.Kind.ERROR;
        Origin origin = finding.origin();
        Optional<SourceOrigin> here = SourceOrigin.place(origin).filter(at -> at.isIn(network));
        boolean exact = here.isPresent() && origin.equals(here.get());
        String message =
                finding.message() + (exact || origin.equals(Origin.NONE) ? "" : "\n    (in " + describe(origin) + ")");
        if (here.isPresent()) {
            print(kind, message, here.get());
        } else {
            messager.printMessage(kind, message, network);
        }
    }

    // A place in a block is printed where the block is used, so that only the rest is to be named.
    private static String describe(Origin origin) {
        return origin instanceof BlockOrigin(SourceOrigin ignored, Origin inside)
                ? inside.describe()
                : origin.describe();
    }

    /** Prints a note about a network. */
    void note(TypeElement network, String text) {
        messager.printMessage(Diagnostic.Kind.NOTE, text, network);
    }

    private void print(Diagnostic.Kind kind, String message, SourceOrigin source) {
        if (source.annotation() == null) {
            messager.printMessage(kind, message, source.element());
        } else if (source.value() == null) {
            messager.printMessage(kind, message, source.element(), source.annotation());
        } else {
            messager.printMessage(kind, message, source.element(), source.annotation(), source.value());
        }
    }

    private static boolean isSuppressed(Element element, Finding finding) {
        String id = "castnet:" + finding.id().id();
        for (Element e = element; e != null; e = e.getEnclosingElement()) {
            for (AnnotationMirror mirror : e.getAnnotationMirrors()) {
                if (mirror.getAnnotationType().toString().equals("java.lang.SuppressWarnings")
                        && values(mirror).contains(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    // Mirrors, since getAnnotation throws where a value does not compile.
    private static List<?> values(AnnotationMirror mirror) {
        return mirror.getElementValues().values().stream()
                .flatMap(value -> value.getValue() instanceof List<?> list ? list.stream() : Stream.of(value))
                .map(item -> item instanceof AnnotationValue value ? value.getValue() : item)
                .toList();
    }
}
