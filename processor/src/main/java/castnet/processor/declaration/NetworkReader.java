package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.TensorShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads an annotated interface, and those that it extends, into a declaration. */
public final class NetworkReader {
    private static final String DSL = "castnet";

    private final Elements elements;
    private final LayerReader layers;

    public NetworkReader(Elements elements) {
        this.elements = elements;
        this.layers = new LayerReader(elements);
    }

    /** Whether a type with one of the language's annotations is meant as a network: marked as one, or extending one. */
    public static boolean isNetwork(TypeElement type) {
        return annotation(type, "Network").isPresent() || parents(type).stream().anyMatch(NetworkReader::isNetwork);
    }

    /**
     * Reads a network.
     *
     * @param findings receives what is wrong with the interface itself; layers are checked when they become a graph
     * @return null if there is nothing to go on with
     * @throws ErroneousSource if a part of the source does not compile, which javac reports
     */
    public @Nullable NetworkDeclaration read(TypeElement type, Findings findings) {
        Origin origin = SourceOrigin.of(type);
        if (type.getKind() != ElementKind.INTERFACE || !type.getTypeParameters().isEmpty()) {
            findings.add(
                    FindingId.NOT_A_NETWORK,
                    origin,
                    "a network is an interface without type parameters, found %s %s%s"
                            .formatted(
                                    kind(type),
                                    type.getSimpleName(),
                                    type.getTypeParameters().isEmpty() ? "" : " with type parameters"));
            return null;
        }
        List<TypeElement> line = line(type, findings);
        if (!findings.isClean()) {
            return null;
        }
        Defaults defaults = Defaults.LANGUAGE;
        @Nullable Attributes input = null;
        Map<String, LayerDeclaration> byName = new LinkedHashMap<>();
        for (TypeElement ancestor : line) {
            for (AnnotationMirror mirror : ancestor.getAnnotationMirrors()) {
                if (isOurs(mirror)) {
                    Attributes attributes = Attributes.of(ancestor, mirror);
                    defaults = defaults.with(attributes);
                    input = attributes.annotation().equals("Network") && attributes.isWritten("input")
                            ? attributes
                            : input;
                }
            }
            layers.read(ancestor, byName, findings);
        }
        if (byName.isEmpty()) {
            findings.add(FindingId.NO_LAYERS, origin, "%s declares no layer: add a method like @Linear(out = 10) Tensor fc()"
                    .formatted(type.getSimpleName()));
        }
        return new NetworkDeclaration(
                elements.getPackageOf(type).getQualifiedName().toString(),
                flatName(type),
                elements.getBinaryName(type).toString(),
                isPublic(type),
                shape(input, origin, findings),
                defaults,
                List.copyOf(byName.values()),
                sweep(type),
                origin);
    }

    /** The network and those that it extends, the oldest first. */
    private static List<TypeElement> line(TypeElement type, Findings findings) {
        List<TypeElement> line = new ArrayList<>();
        TypeElement current = type;
        while (true) {
            line.addFirst(current);
            List<TypeElement> parents = parents(current).stream()
                    .filter(NetworkReader::isNetwork)
                    .toList();
            if (parents.isEmpty()) {
                return line;
            }
            if (parents.size() > 1) {
                findings.add(
                        FindingId.SEVERAL_PARENTS,
                        SourceOrigin.of(type),
                        "%s extends %d networks (%s): the order of their layers would be a guess; extend one"
                                .formatted(
                                        current.getSimpleName(),
                                        parents.size(),
                                        String.join(", ", parents.stream()
                                                .map(p -> p.getSimpleName().toString())
                                                .toList())));
                return line;
            }
            current = parents.getFirst();
            if (line.contains(current)) {
                throw new ErroneousSource("cyclic inheritance");
            }
        }
    }

    private static List<TypeElement> parents(TypeElement type) {
        return type.getInterfaces().stream()
                .filter(DeclaredType.class::isInstance)
                .map(t -> (TypeElement) ((DeclaredType) t).asElement())
                .filter(parent -> !parent.equals(type))
                .toList();
    }

    private static @Nullable TensorShape shape(@Nullable Attributes network, Origin origin, Findings findings) {
        if (network == null) {
            findings.add(
                    FindingId.INPUT_SHAPE,
                    origin,
                    "the shape of the input is missing: @Network(input = @Shape(channels = 3, height = 224, width = 224))");
            return null;
        }
        Attributes shape = network.nested("input");
        int channels = shape.integer("channels");
        int height = shape.integer("height");
        int width = shape.integer("width");
        boolean positive = channels > 0 && height > 0 && width > 0;
        if (!positive || (double) channels * height * width > Integer.MAX_VALUE) {
            findings.add(
                    FindingId.INPUT_SHAPE,
                    network.at("input"),
                    "channels, height and width of the input must be at least 1 and their product below 2^31, found %d×%d×%d"
                            .formatted(channels, height, width));
            return null;
        }
        return new TensorShape(channels, height, width);
    }

    private static List<SweepPoint> sweep(TypeElement type) {
        Optional<? extends AnnotationMirror> mirror = annotation(type, "Sweep");
        if (mirror.isEmpty()) {
            return List.of();
        }
        Attributes sweep = Attributes.of(type, mirror.get());
        List<SweepPoint> points = List.of(new SweepPoint(Map.of()));
        for (String axis : List.of("at", "shortcut")) {
            List<String> values = sweep.texts(axis).stream().distinct().toList();
            points = values.isEmpty() ? points : points.stream()
                    .flatMap(point -> values.stream().map(value -> extended(point, axis, value)))
                    .toList();
        }
        return points.size() == 1 && points.getFirst().values().isEmpty() ? List.of() : points;
    }

    private static SweepPoint extended(SweepPoint point, String axis, String value) {
        Map<String, String> values = new LinkedHashMap<>(point.values());
        values.put(axis, value);
        return new SweepPoint(values);
    }

    /** Whether an annotation belongs to the language. */
    static boolean isOurs(AnnotationMirror mirror) {
        Element annotation = mirror.getAnnotationType().asElement();
        return annotation.getEnclosingElement() instanceof PackageElement p && p.getQualifiedName().contentEquals(DSL);
    }

    private static Optional<? extends AnnotationMirror> annotation(TypeElement type, String name) {
        return type.getAnnotationMirrors().stream()
                .filter(NetworkReader::isOurs)
                .filter(m -> m.getAnnotationType().asElement().getSimpleName().contentEquals(name))
                .findFirst();
    }

    private static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case ANNOTATION_TYPE -> "the annotation";
            case CLASS -> "the class";
            case ENUM -> "the enum";
            case RECORD -> "the record";
            default -> "the interface";
        };
    }

    private static String flatName(TypeElement type) {
        return type.getNestingKind() == NestingKind.MEMBER && type.getEnclosingElement() instanceof TypeElement outer
                ? flatName(outer) + "_" + type.getSimpleName()
                : type.getSimpleName().toString();
    }

    private static boolean isPublic(Element type) {
        return type.getModifiers().contains(Modifier.PUBLIC)
                && (!(type.getEnclosingElement() instanceof TypeElement outer) || isPublic(outer));
    }
}
