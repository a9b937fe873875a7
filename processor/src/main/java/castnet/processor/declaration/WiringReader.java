package castnet.processor.declaration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/**
 * Which layers a method reads: those that its parameters name. A class file forgets the names of an interface's parameters
 * (unless compiled with {@code -parameters}); the class that was generated for the network remembers them in
 * {@code @Wiring}.
 */
final class WiringReader {
    private final Elements elements;

    WiringReader(Elements elements) {
        this.elements = elements;
    }

    /** Nothing tells the names of a method's parameters. */
    static final class NamesMissing extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Names of the layers that a method of {@code type} reads, one per parameter. */
    List<String> inputs(TypeElement type, ExecutableElement method) throws NamesMissing {
        List<String> names = method.getParameters().stream()
                .map(VariableElement::getSimpleName)
                .map(Object::toString)
                .toList();
        if (names.isEmpty() || !isFromClassFile(type)) {
            return names;
        }
        List<String> wired = wiring(type).getOrDefault(method.getSimpleName().toString(), List.of());
        if (wired.size() == names.size()) {
            return wired;
        }
        if (names.getFirst().equals("arg0")) {
            throw new NamesMissing();
        }
        return names;
    }

    /** Simple name of the class that remembers the names. */
    static String className(TypeElement type) {
        return "Compiled" + NetworkReader.flatName(type);
    }

    /** Whether a type was compiled before. */
    boolean isFromClassFile(TypeElement type) {
        JavaFileObject file = elements.getFileObjectOf(type);
        return file != null && file.getKind() == JavaFileObject.Kind.CLASS;
    }

    private Map<String, List<String>> wiring(TypeElement type) {
        Map<String, List<String>> wiring = new HashMap<>();
        String inPackage = elements.getPackageOf(type).getQualifiedName().toString();
        String generated = className(type);
        TypeElement compiled = elements.getTypeElement(inPackage.isEmpty() ? generated : inPackage + "." + generated);
        if (compiled == null) {
            return wiring;
        }
        for (AnnotationMirror mirror : compiled.getAnnotationMirrors()) {
            if (NetworkReader.isOurs(mirror)
                    && mirror.getAnnotationType().asElement().getSimpleName().contentEquals("Wiring")) {
                for (String entry : Attributes.of(compiled, mirror).texts("value")) {
                    int equals = entry.indexOf('=');
                    if (equals > 0) {
                        wiring.put(
                                entry.substring(0, equals),
                                List.of(entry.substring(equals + 1).split(",")));
                    }
                }
            }
        }
        return wiring;
    }
}
