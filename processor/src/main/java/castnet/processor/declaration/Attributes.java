package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The attributes of one annotation as plain values, those that the user wrote and those left at their default. */
final class Attributes {
    private final String annotation;
    private final Origin origin;
    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Map<String, TypeMirror> types = new LinkedHashMap<>();
    /** Places of values that were put in, by a sweep or an expression. */
    private final Map<String, Origin> given = new HashMap<>();

    private final @Nullable BlockDeclaration block;

    private Attributes(String annotation, Origin origin, @Nullable BlockDeclaration block) {
        this.annotation = annotation;
        this.origin = origin;
        this.block = block;
    }

    private Attributes copy(Origin at, @Nullable BlockDeclaration of) {
        Attributes copy = new Attributes(annotation, at, of);
        copy.values.putAll(values);
        copy.types.putAll(types);
        copy.given.putAll(given);
        copy.written.addAll(written);
        return copy;
    }

    /** These, of an annotation that stands for a block. */
    Attributes of(BlockDeclaration declared) {
        return copy(origin, declared);
    }

    /** These, of a layer of a block that is used at {@code use}. */
    Attributes usedAt(Origin use) {
        return copy(new BlockOrigin(use, origin), block);
    }

    /**
     * Reads an annotation of {@code element}.
     *
     * @throws ErroneousSource if a value does not compile, which javac reports
     */
    static Attributes of(Element element, AnnotationMirror mirror) {
        Attributes attributes = new Attributes(key(mirror), SourceOrigin.of(element, mirror), null);
        for (ExecutableElement method :
                ElementFilter.methodsIn(mirror.getAnnotationType().asElement().getEnclosedElements())) {
            attributes.types.put(method.getSimpleName().toString(), method.getReturnType());
            AnnotationValue byDefault = method.getDefaultValue();
            if (byDefault != null) {
                attributes.values.put(method.getSimpleName().toString(), plain(element, byDefault));
            }
        }
        mirror.getElementValues().forEach((method, value) -> {
            String name = method.getSimpleName().toString();
            attributes.values.put(name, plain(element, value));
            attributes.written.add(name);
        });
        return attributes;
    }

    // A user's annotation may be called like one of the language's.
    private static String key(AnnotationMirror mirror) {
        Element type = mirror.getAnnotationType().asElement();
        return NetworkReader.isOurs(mirror) ? type.getSimpleName().toString() : "user " + type;
    }

    private static Object plain(Element element, AnnotationValue value) {
        return switch (value.getValue()) {
            case VariableElement constant -> constant.getSimpleName().toString();
            case AnnotationMirror nested -> of(element, nested);
            case List<?> list ->
                list.stream()
                        .map(item -> plain(element, (AnnotationValue) item))
                        .toList();
            // What javac puts where a value does not compile.
            case String text when text.equals("<error>") -> throw new ErroneousSource("a value of an annotation");
            case Object other -> other;
        };
    }

    /** With another value of one attribute, as if the user had written it at {@code place}. */
    Attributes with(String attribute, Object value, Origin place) {
        Attributes changed = copy(origin, block);
        changed.values.put(attribute, value);
        changed.written.add(attribute);
        changed.given.put(attribute, place);
        return changed;
    }

    /** Types of all attributes by name, in the order of their declaration. */
    Map<String, TypeMirror> types() {
        return Collections.unmodifiableMap(types);
    }

    /** The type of one attribute. */
    TypeMirror type(String attribute) {
        TypeMirror type = types.get(attribute);
        if (type == null) {
            throw new ErroneousSource("@" + annotation + " has no " + attribute);
        }
        return type;
    }

    /** An attribute's value as it is: a number, a truth value, a text or the name of a constant, a list of those. */
    Object plain(String attribute) {
        return value(attribute, Object.class);
    }

    /** Simple name of an annotation of the language; of a user's, something that is none. */
    String annotation() {
        return annotation;
    }

    /** The block that the annotation stands for, if it is a user's. */
    Optional<BlockDeclaration> block() {
        return Optional.ofNullable(block);
    }

    /** Simple name of the annotation, for messages. */
    String shown() {
        return annotation.substring(Math.max(annotation.lastIndexOf(' '), annotation.lastIndexOf('.')) + 1);
    }

    /** Where the annotation stands. */
    Origin origin() {
        return origin;
    }

    /** Where an attribute stands, or the annotation if it is left at its default. */
    Origin at(String attribute) {
        return given.getOrDefault(attribute, origin.at(attribute));
    }

    /** Where one element of an array stands. */
    Origin at(String attribute, int index) {
        return at(attribute) instanceof SourceOrigin source ? source.element(index) : at(attribute);
    }

    /** Whether the user wrote the attribute. */
    boolean isWritten(String attribute) {
        return written.contains(attribute);
    }

    int integer(String attribute) {
        return value(attribute, Integer.class);
    }

    double number(String attribute) {
        return value(attribute, Double.class);
    }

    boolean flag(String attribute) {
        return value(attribute, Boolean.class);
    }

    /** A text, or the name of an enum constant. */
    String text(String attribute) {
        return value(attribute, String.class);
    }

    List<Integer> integers(String attribute) {
        return list(attribute).stream()
                .map(item -> cast(attribute, item, Integer.class))
                .toList();
    }

    List<String> texts(String attribute) {
        return list(attribute).stream()
                .map(item -> cast(attribute, item, String.class))
                .toList();
    }

    /** The elements of an array of annotations. */
    List<Attributes> annotations(String attribute) {
        return list(attribute).stream()
                .map(item -> cast(attribute, item, Attributes.class))
                .toList();
    }

    Attributes nested(String attribute) {
        return value(attribute, Attributes.class);
    }

    private List<?> list(String attribute) {
        return value(attribute, List.class);
    }

    private <T> T value(String attribute, Class<T> type) {
        Object value = values.get(attribute);
        if (value == null) {
            throw new ErroneousSource("@" + annotation + " has no " + attribute);
        }
        return cast(attribute, value, type);
    }

    private <T> T cast(String attribute, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new ErroneousSource("@%s(%s) is %s".formatted(annotation, attribute, value));
        }
        return type.cast(value);
    }
}
