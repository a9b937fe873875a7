package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What a network inherits: which interfaces it stands on, and where their layers go. */
final class VariantResolver {
    private VariantResolver() {}

    /**
     * Whether a type is meant as a network: marked as one, or extending one.
     *
     * @throws ErroneousSource if an interface that it extends does not exist (yet)
     */
    static boolean isNetwork(TypeElement type) {
        return isNetwork(type, new ArrayList<>());
    }

    private static boolean isNetwork(TypeElement type, List<TypeElement> seen) {
        if (seen.contains(type)) {
            throw new ErroneousSource("cyclic inheritance of " + type);
        }
        seen.add(type);
        boolean network = NetworkReader.annotation(type, "Network").isPresent();
        for (TypeElement parent : parents(type)) {
            network |= isNetwork(parent, new ArrayList<>(seen));
        }
        return network;
    }

    /** The network and those that it extends, the oldest first; ends where the way forks, which is found. */
    static List<TypeElement> line(TypeElement type, Findings findings) {
        List<TypeElement> line = new ArrayList<>();
        TypeElement current = type;
        while (true) {
            line.addFirst(current);
            List<TypeElement> parents =
                    parents(current).stream().filter(VariantResolver::isNetwork).toList();
            if (parents.isEmpty()) {
                return line;
            }
            if (parents.size() > 1) {
                String names = String.join(
                        ", ",
                        parents.stream().map(p -> p.getSimpleName().toString()).toList());
                findings.add(
                        FindingId.SEVERAL_PARENTS,
                        SourceOrigin.of(current),
                        current.getSimpleName(),
                        parents.size(),
                        names);
                return line;
            }
            current = parents.getFirst();
        }
    }

    private static List<TypeElement> parents(TypeElement type) {
        List<TypeElement> parents = new ArrayList<>();
        for (TypeMirror parent : type.getInterfaces()) {
            if (parent.getKind() == TypeKind.ERROR) {
                throw new ErroneousSource("the interface " + parent);
            }
            if (parent instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
                parents.add(element);
            }
        }
        return parents;
    }

    /**
     * The layers of a line of interfaces, the oldest first: a layer of the same name takes the place of an inherited one,
     * others come after.
     */
    static List<LayerDeclaration> merge(List<List<LayerDeclaration>> line) {
        Map<String, LayerDeclaration> layers = new LinkedHashMap<>();
        line.forEach(own -> own.forEach(layer -> layers.put(layer.name(), layer)));
        return List.copyOf(layers.values());
    }
}
