package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.TensorShape;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
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

    /**
     * Reads a network.
     *
     * @param findings receives what is wrong with the interface and each layer alone; shapes are checked when the layers
     *     become a graph
     * @return null if there is nothing to go on with
     * @throws ErroneousSource if a part of the source does not compile, which javac reports
     */
    public @Nullable NetworkDeclaration read(TypeElement type, Findings findings) {
        Origin origin = SourceOrigin.of(type);
        if (type.getKind() != ElementKind.INTERFACE || !type.getTypeParameters().isEmpty()) {
            findings.add(FindingId.NOT_A_NETWORK, origin, kind(type) + " " + type.getSimpleName());
            return null;
        }
        if (!VariantResolver.isNetwork(type)) {
            findings.add(FindingId.MISSING_NETWORK, origin, type.getSimpleName());
            return null;
        }
        List<TypeElement> line = VariantResolver.line(type, findings);
        if (!findings.isClean()) {
            return null;
        }
        Defaults defaults = Defaults.LANGUAGE;
        @Nullable Attributes input = null;
        for (TypeElement ancestor : line) {
            for (AnnotationMirror mirror : ancestor.getAnnotationMirrors()) {
                if (isOurs(mirror)) {
                    Attributes attributes = Attributes.of(ancestor, mirror);
                    AttributeRules.check(attributes, findings);
                    defaults = defaults.with(attributes);
                    boolean shaped = attributes.annotation().equals("Network") && attributes.isWritten("input");
                    input = shaped ? attributes : input;
                }
            }
        }
        List<List<LayerDeclaration>> own =
                line.stream().map(ancestor -> layers.read(ancestor, findings)).toList();
        List<LayerDeclaration> merged = VariantResolver.merge(own);
        NetworkDeclaration network = new NetworkDeclaration(
                elements.getPackageOf(type).getQualifiedName().toString(),
                flatName(type),
                elements.getBinaryName(type).toString(),
                isPublic(type),
                shape(input, origin, findings),
                defaults,
                merged,
                sweep(type, merged, findings),
                annotation(type, "Sweep")
                        .map(mirror -> (Origin) SourceOrigin.of(type, mirror))
                        .orElse(origin),
                origin);
        if (network.layers().isEmpty()) {
            findings.add(FindingId.NO_LAYERS, origin, type.getSimpleName());
        }
        SweepExpander.checkEffect(network, findings);
        return network;
    }

    /**
     * Reads a user's annotation that is marked as a block.
     *
     * @throws ErroneousSource if a part of the source does not compile, which javac reports
     */
    public BlockDeclaration readBlock(TypeElement type, Findings findings) {
        BlockDeclaration block = layers.blocks().read(type);
        layers.blocks().findings(type).all().forEach(findings::add);
        return block;
    }

    private static @Nullable TensorShape shape(@Nullable Attributes network, Origin origin, Findings findings) {
        if (network == null) {
            findings.add(FindingId.INPUT_SHAPE, origin, "none");
            return null;
        }
        Attributes shape = network.nested("input");
        int channels = shape.integer("channels");
        int height = shape.integer("height");
        int width = shape.integer("width");
        boolean positive = channels > 0 && height > 0 && width > 0;
        boolean tooLarge = positive
                && (height > LayerBuilder.LONGEST_SIDE
                        || width > LayerBuilder.LONGEST_SIDE
                        || (double) channels * height * width > Integer.MAX_VALUE);
        if (positive && !tooLarge) {
            return new TensorShape(channels, height, width);
        }
        findings.add(FindingId.INPUT_SHAPE, network.at("input"), "%d×%d×%d".formatted(channels, height, width));
        return null;
    }

    private static List<SweepPoint> sweep(TypeElement type, List<LayerDeclaration> layers, Findings findings) {
        Optional<? extends AnnotationMirror> mirror = annotation(type, "Sweep");
        return mirror.isEmpty()
                ? List.of()
                : new SweepExpander(Attributes.of(type, mirror.get()), flatName(type), layers, findings).expand();
    }

    /** Whether an annotation belongs to the language. */
    static boolean isOurs(AnnotationMirror mirror) {
        return isOurs(mirror.getAnnotationType().asElement());
    }

    /** Whether a type is a user's annotation that stands for a block. */
    public static boolean isBlock(Element type) {
        return BlockReader.isBlock(type);
    }

    /** Whether an annotation's type belongs to the language. */
    public static boolean isOurs(Element annotation) {
        return annotation.getEnclosingElement() instanceof PackageElement p
                && p.getQualifiedName().contentEquals(DSL);
    }

    /** The annotation of the language with that simple name, if a type has it. */
    static Optional<? extends AnnotationMirror> annotation(TypeElement type, String name) {
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
            default -> "the generic interface";
        };
    }

    /** The simple name, those of the types around it before it. */
    static String flatName(TypeElement type) {
        return type.getNestingKind() == NestingKind.MEMBER && type.getEnclosingElement() instanceof TypeElement outer
                ? flatName(outer) + "_" + type.getSimpleName()
                : type.getSimpleName().toString();
    }

    private static boolean isPublic(Element type) {
        return type.getModifiers().contains(Modifier.PUBLIC)
                && (!(type.getEnclosingElement() instanceof TypeElement outer) || isPublic(outer));
    }
}
