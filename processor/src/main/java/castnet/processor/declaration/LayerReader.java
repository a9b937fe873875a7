package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** Reads the layer methods of an interface, in source order. */
final class LayerReader {
    private final Elements elements;

    LayerReader(Elements elements) {
        this.elements = elements;
    }

    /**
     * Adds the layers of {@code type} to those of the networks that it extends: a method of the same name takes the place of
     * an inherited one, others come after.
     */
    void read(TypeElement type, Map<String, LayerDeclaration> layers, Findings findings) {
        Set<String> own = new HashSet<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            Set<Modifier> modifiers = method.getModifiers();
            if (modifiers.contains(Modifier.STATIC)
                    || modifiers.contains(Modifier.DEFAULT)
                    || modifiers.contains(Modifier.PRIVATE)) {
                continue;
            }
            String name = method.getSimpleName().toString();
            Origin origin = SourceOrigin.of(method);
            if (!own.add(name)) {
                findings.add(
                        FindingId.DUPLICATE_LAYER,
                        origin,
                        "there is a layer %s already: each layer needs a name of its own".formatted(name));
            } else if (isLayer(method, origin, findings)) {
                layers.put(name, new LayerDeclaration(name, annotations(method), inputs(type, method, findings), origin));
            }
        }
    }

    private static boolean isLayer(ExecutableElement method, Origin origin, Findings findings) {
        boolean typesFit = isTensor(method.getReturnType())
                && method.getParameters().stream().allMatch(p -> isTensor(p.asType()))
                && method.getTypeParameters().isEmpty();
        if (typesFit && method.getAnnotationMirrors().stream().anyMatch(LayerReader::isLayerAnnotation)) {
            return true;
        }
        String problem = typesFit
                ? "it has no layer annotation, e.g. @Conv or @Linear"
                : "it must return castnet.Tensor and take nothing but castnet.Tensor";
        findings.add(
                FindingId.LAYER_METHOD,
                origin,
                "%s is not a layer: %s (other methods may be default or static)".formatted(method.getSimpleName(), problem));
        return false;
    }

    private static boolean isTensor(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            throw new ErroneousSource("the type " + type);
        }
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals("castnet.Tensor");
    }

    private static boolean isLayerAnnotation(AnnotationMirror mirror) {
        if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
            throw new ErroneousSource("the annotation " + mirror);
        }
        return NetworkReader.isOurs(mirror);
    }

    private static List<Attributes> annotations(ExecutableElement method) {
        List<Attributes> annotations = new ArrayList<>();
        for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
            if (isLayerAnnotation(mirror)) {
                annotations.add(Attributes.of(method, mirror));
            }
        }
        return annotations;
    }

    private List<String> inputs(TypeElement type, ExecutableElement method, Findings findings) {
        List<String> names = method.getParameters().stream()
                .map(VariableElement::getSimpleName)
                .map(Object::toString)
                .toList();
        if (names.isEmpty() || !isFromClassFile(type)) {
            return names;
        }
        List<String> wired = wiring(type).get(method.getSimpleName().toString());
        if (wired != null) {
            return wired;
        }
        boolean forgotten = names.getFirst().equals("arg0");
        if (forgotten) {
            findings.add(
                    FindingId.PARAMETER_NAMES,
                    SourceOrigin.of(method),
                    ("the class file of %s does not say which layers %s reads: compile it by the processor of castnet, "
                                    + "or with javac's option -parameters")
                            .formatted(type.getQualifiedName(), method.getSimpleName()));
        }
        return names;
    }

    private boolean isFromClassFile(TypeElement type) {
        JavaFileObject file = elements.getFileObjectOf(type);
        return file != null && file.getKind() == JavaFileObject.Kind.CLASS;
    }

    // A class file forgets the names of an interface's parameters; the generated class beside it remembers them.
    private Map<String, List<String>> wiring(TypeElement type) {
        Map<String, List<String>> wiring = new HashMap<>();
        String generated = elements.getPackageOf(type).getQualifiedName() + ".Compiled" + type.getSimpleName();
        TypeElement compiled = elements.getTypeElement(generated);
        if (compiled == null) {
            return wiring;
        }
        for (AnnotationMirror mirror : compiled.getAnnotationMirrors()) {
            if (NetworkReader.isOurs(mirror)
                    && mirror.getAnnotationType().asElement().getSimpleName().contentEquals("Wiring")) {
                for (String entry : Attributes.of(compiled, mirror).texts("value")) {
                    String[] sides = entry.split("=", 2);
                    wiring.put(sides[0], List.of(sides[1].split(",")));
                }
            }
        }
        return wiring;
    }
}
