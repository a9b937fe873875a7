package castnet.processor.declaration;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/** Reads the layer methods of one interface. */
final class LayerReader {
    private static final String INPUT = "input";

    private static final Set<String> RULES = Set.of("Let", "When");

    private final WiringReader wiring;
    private final BlockReader blocks;

    LayerReader(Elements elements) {
        this.wiring = new WiringReader(elements);
        this.blocks = new BlockReader(this);
    }

    BlockReader blocks() {
        return blocks;
    }

    /** The layers that a network declares itself, in source order; those that something is wrong with among them. */
    List<LayerDeclaration> read(TypeElement type, Findings findings) {
        return read(type, null, findings);
    }

    /** The layers of a block's body, likewise; in a network there are no {@code rules}. */
    List<LayerDeclaration> read(TypeElement type, @Nullable BodyRulesReader rules, Findings findings) {
        Map<String, LayerDeclaration> own = new LinkedHashMap<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            List<Attributes> all = annotations(method, findings);
            List<Attributes> annotations =
                    all.stream().filter(a -> !RULES.contains(a.annotation())).toList();
            if (!hasBody(method)) {
                String name = method.getSimpleName().toString();
                Origin origin = SourceOrigin.of(method);
                if (own.containsKey(name) || name.equals(INPUT)) {
                    String owner = name.equals(INPUT) ? "the network's input" : "a layer above";
                    findings.add(FindingId.DUPLICATE_LAYER, origin, name, owner);
                } else {
                    own.put(name, layer(type, method, annotations, rules(all, annotations, rules, findings), findings));
                }
            } else if (!annotations.isEmpty()) {
                findings.add(
                        FindingId.LAYER_METHOD,
                        annotations.getFirst().origin(),
                        method.getSimpleName(),
                        "a layer is a method without a body");
            }
        }
        return List.copyOf(own.values());
    }

    private static boolean hasBody(ExecutableElement method) {
        Set<Modifier> modifiers = method.getModifiers();
        return modifiers.contains(Modifier.STATIC)
                || modifiers.contains(Modifier.DEFAULT)
                || modifiers.contains(Modifier.PRIVATE);
    }

    private static Optional<BodyRules> rules(
            List<Attributes> all, List<Attributes> layer, @Nullable BodyRulesReader reader, Findings findings) {
        List<Attributes> rules =
                all.stream().filter(a -> RULES.contains(a.annotation())).toList();
        if (reader != null) {
            return reader.read(rules, layer);
        }
        for (Attributes rule : rules) {
            findings.add(
                    FindingId.EXPRESSION,
                    rule.origin(),
                    "@" + rule.annotation(),
                    "it belongs into the body of a @Block");
        }
        return rules.isEmpty() ? Optional.of(BodyRules.NONE) : Optional.empty();
    }

    private LayerDeclaration layer(
            TypeElement type,
            ExecutableElement method,
            List<Attributes> annotations,
            Optional<BodyRules> rules,
            Findings findings) {
        Origin origin = SourceOrigin.of(method);
        boolean sound = checkSignature(method, annotations, findings) && rules.isPresent();
        for (int i = 0; i < annotations.size(); i++) {
            // What expressions give is checked where the block is used.
            boolean bound = rules.isEmpty() || rules.get().binds(i);
            sound &= bound || AttributeRules.check(annotations.get(i), findings);
            sound &= !annotations.get(i).block().map(BlockDeclaration::broken).orElse(false);
        }
        List<Attribute<String>> inputs = new ArrayList<>();
        try {
            List<String> names = wiring.inputs(type, method);
            for (int i = 0; i < names.size(); i++) {
                Origin parameter = SourceOrigin.of(method.getParameters().get(i));
                inputs.add(new Attribute<>(names.get(i), parameter));
            }
        } catch (WiringReader.NamesMissing missing) {
            findings.add(FindingId.PARAMETER_NAMES, origin, type.getQualifiedName(), method.getSimpleName());
            sound = false;
        }
        return new LayerDeclaration(
                method.getSimpleName().toString(), annotations, inputs, origin, rules.orElse(BodyRules.NONE), !sound);
    }

    private static boolean checkSignature(ExecutableElement method, List<Attributes> annotations, Findings findings) {
        List<Finding> wrong = new ArrayList<>();
        String name = method.getSimpleName().toString();
        if (!method.getTypeParameters().isEmpty()) {
            wrong.add(FindingId.LAYER_METHOD.at(SourceOrigin.of(method), name, "it has type parameters"));
        }
        if (!isTensor(method.getReturnType())) {
            wrong.add(FindingId.LAYER_METHOD.at(
                    SourceOrigin.of(method), name, "it must return castnet.Tensor, found " + method.getReturnType()));
        }
        for (VariableElement parameter : method.getParameters()) {
            if (!isTensor(parameter.asType())) {
                wrong.add(FindingId.LAYER_METHOD.at(
                        SourceOrigin.of(parameter),
                        name,
                        "its parameters must be castnet.Tensor, found " + parameter.asType()));
            }
        }
        if (annotations.isEmpty()) {
            wrong.add(FindingId.LAYER_METHOD.at(
                    SourceOrigin.of(method),
                    name,
                    "it has no layer annotation, e.g. @Conv or @Linear (methods with a body may do without)"));
        }
        wrong.forEach(findings::add);
        return wrong.isEmpty();
    }

    private static boolean isTensor(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            throw new ErroneousSource("the type " + type);
        }
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals("castnet.Tensor");
    }

    private List<Attributes> annotations(ExecutableElement method, Findings findings) {
        List<Attributes> annotations = new ArrayList<>();
        for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().getKind() == TypeKind.ERROR) {
                throw new ErroneousSource("the annotation " + mirror);
            }
            if (NetworkReader.isOurs(mirror)) {
                annotations.add(Attributes.of(method, mirror));
            } else if (BlockReader.isBlock(mirror.getAnnotationType().asElement())) {
                TypeElement block = (TypeElement) mirror.getAnnotationType().asElement();
                annotations.add(Attributes.of(method, mirror).of(blocks.read(block)));
                // A block in source is compiled itself, and says there what is wrong with it.
                if (wiring.isFromClassFile(block)) {
                    blocks.findings(block).all().forEach(findings::add);
                }
            }
        }
        return annotations;
    }
}
