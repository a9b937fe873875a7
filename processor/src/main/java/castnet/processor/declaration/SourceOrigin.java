package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A place in a user's source: an element, one of its annotations, a value of that.
 *
 * @param annotation null for the element itself
 * @param value null for the whole annotation
 */
public record SourceOrigin(Element element, @Nullable AnnotationMirror annotation, @Nullable AnnotationValue value)
        implements Origin {

    /** The place of an element. */
    static SourceOrigin of(Element element) {
        return new SourceOrigin(element, null, null);
    }

    /** The place of one annotation of an element. */
    static SourceOrigin of(Element element, AnnotationMirror annotation) {
        return new SourceOrigin(element, annotation, null);
    }

    @Override
    public String describe() {
        return element instanceof ExecutableElement && element.getEnclosingElement() instanceof TypeElement type
                ? type.getSimpleName() + "." + element.getSimpleName()
                : element.getSimpleName().toString();
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
