package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/**
 * A place in a user's source: an element, one of its annotations, a value of that.
 *
 * @param annotation null for the element itself
 * @param value null for the whole annotation
 */
public record SourceOrigin(
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) implements Origin {

    /** The place of an element. */
    static SourceOrigin of(Element element) {
        return new SourceOrigin(element, null, null);
    }

    /** The place of one annotation of an element. */
    static SourceOrigin of(Element element, AnnotationMirror annotation) {
        return new SourceOrigin(element, annotation, null);
    }

    /** Where to point at: the place itself, or where the block that contains it is used. */
    public static Optional<SourceOrigin> place(Origin origin) {
        return switch (origin) {
            case SourceOrigin source -> Optional.of(source);
            case BlockOrigin inside -> place(inside.use());
            default -> Optional.empty();
        };
    }

    /** Whether a type contains this place. */
    public boolean isIn(Element type) {
        for (Element e = element; e != null; e = e.getEnclosingElement()) {
            if (e.equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** The place of one element of an array, or this place if it is none. */
    SourceOrigin element(int index) {
        return value != null
                        && value.getValue() instanceof List<?> list
                        && index < list.size()
                        && list.get(index) instanceof AnnotationValue item
                ? new SourceOrigin(element, annotation, item)
                : this;
    }

    @Override
    public String describe() {
        return describe(element);
    }

    private static String describe(Element element) {
        Element around = element.getEnclosingElement();
        return switch (element) {
            case TypeElement type when around != null && BlockReader.isBlock(around) -> describe(around);
            case TypeElement type -> type.getSimpleName().toString();
            case VariableElement parameter when around != null -> describe(around) + "(" + parameter + ")";
            default -> (around == null ? "" : describe(around) + ".") + element.getSimpleName();
        };
    }

    @Override
    public Origin at(String attribute) {
        if (annotation == null) {
            return this;
        }
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                annotation.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(attribute)) {
                return new SourceOrigin(element, annotation, entry.getValue());
            }
        }
        return this;
    }
}
