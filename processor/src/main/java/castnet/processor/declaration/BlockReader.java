package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Reads users' annotations that are marked as blocks. */
final class BlockReader {
    private final LayerReader layers;
    private final Map<String, BlockDeclaration> read = new HashMap<>();
    private final Map<String, Findings> found = new HashMap<>();
    private final List<String> reading = new ArrayList<>();

    BlockReader(LayerReader layers) {
        this.layers = layers;
    }

    /** Whether an annotation stands for a block. */
    static boolean isBlock(Element annotation) {
        return annotation instanceof TypeElement type
                && type.getKind() == ElementKind.ANNOTATION_TYPE
                && NetworkReader.annotation(type, "Block").isPresent();
    }

    /** What is wrong with a block that was read, whoever uses it. */
    Findings findings(TypeElement type) {
        return found.computeIfAbsent(type.getQualifiedName().toString(), name -> new Findings());
    }

    /** Reads a block and those that it uses. */
    BlockDeclaration read(TypeElement type) {
        String name = type.getQualifiedName().toString();
        BlockDeclaration known = read.get(name);
        if (known != null) {
            return known;
        }
        if (reading.contains(name)) {
            List<String> circle = reading.subList(reading.indexOf(name), reading.size());
            wrong(type, "it contains itself: " + String.join(" → ", circle) + " → " + name, findings(type));
            return broken(type);
        }
        reading.add(name);
        try {
            BlockDeclaration block = readBody(type, findings(type));
            read.put(name, block);
            return block;
        } finally {
            reading.removeLast();
        }
    }

    private BlockDeclaration readBody(TypeElement type, Findings findings) {
        Map<String, String> parameters = parameters(type, findings);
        List<TypeElement> bodies = ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(member -> member.getKind() == ElementKind.INTERFACE)
                .toList();
        if (bodies.size() != 1) {
            String found = bodies.isEmpty() ? "none" : "" + bodies.size();
            wrong(
                    type,
                    "its body is one nested interface, found %s: interface Layers { … }".formatted(found),
                    findings);
            return broken(type);
        }
        TypeElement body = bodies.getFirst();
        if (!body.getTypeParameters().isEmpty() || !body.getInterfaces().isEmpty()) {
            wrong(type, "its body extends nothing and has no type parameters", findings);
            return broken(type);
        }
        for (AnnotationMirror mirror : body.getAnnotationMirrors()) {
            if (NetworkReader.isOurs(mirror)) {
                wrong(type, "an annotation of its body has no effect: defaults come from the network", findings);
            }
        }
        List<LayerDeclaration> own = layers.read(body, new BodyRulesReader(parameters, findings), findings);
        if (own.isEmpty()) {
            wrong(type, "its body has no layers", findings);
            return broken(type);
        }
        List<String> inputs = inputs(own);
        InputRules.check(own, inputs, findings);
        if (findings.isClean()) {
            InputRules.warnOfUnused(own, findings);
        }
        return new BlockDeclaration(
                type.getSimpleName().toString(),
                WiringReader.className(body),
                parameters.keySet(),
                own,
                inputs.size(),
                !findings.isClean() || own.stream().anyMatch(LayerDeclaration::broken));
    }

    private static Map<String, String> parameters(TypeElement type, Findings findings) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Set<String> taken = BlockDeclaration.surroundings().keySet();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            String name = method.getSimpleName().toString();
            String found = method.getReturnType().toString();
            String must = name.equals(BlockDeclaration.REPEAT)
                    ? "int"
                    : name.equals(BlockDeclaration.NAME) ? "java.lang.String" : found;
            if (taken.contains(name)) {
                wrong(method, type, "the name %s means something else in expressions".formatted(name), findings);
            } else if (!found.equals(must)) {
                wrong(method, type, "%s must be of type %s, found %s".formatted(name, must, found), findings);
            }
            parameters.put(name, found);
        }
        return parameters;
    }

    /** The names of the inputs: {@code input}, and as many more as the body reads. */
    private static List<String> inputs(List<LayerDeclaration> body) {
        Set<String> layers = body.stream().map(LayerDeclaration::name).collect(Collectors.toSet());
        Set<String> reads = new HashSet<>();
        body.forEach(layer -> reads.addAll(layer.inputNames()));
        reads.removeAll(layers);
        List<String> inputs = new ArrayList<>(List.of(InputRules.INPUT));
        while (reads.contains(BlockDeclaration.inputName(inputs.size()))) {
            inputs.add(BlockDeclaration.inputName(inputs.size()));
        }
        return inputs;
    }

    private static BlockDeclaration broken(TypeElement type) {
        return new BlockDeclaration(type.getSimpleName().toString(), "", Set.of(), List.of(), 1, true);
    }

    private static void wrong(TypeElement block, String text, Findings findings) {
        wrong(block, block, text, findings);
    }

    private static void wrong(Element at, TypeElement block, String text, Findings findings) {
        findings.add(FindingId.BLOCK, SourceOrigin.of(at), block.getSimpleName(), text);
    }
}
