package castnet.processor.declaration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Values of attributes that are written as text. */
final class AttributeText {
    private AttributeText() {}

    /** Whether values of a type can be swept: numbers, arrays of them, truth values, constants; not texts. */
    static boolean isSweepable(TypeMirror type) {
        return !expected(type).isEmpty();
    }

    /** What a text must be for a type; empty if there is no such text. */
    static String expected(TypeMirror type) {
        return switch (type.getKind()) {
            case INT -> "an integer";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> isNumbers(type) ? "integers with commas between them" : "";
            default -> legal(type).isEmpty() ? "" : "one of " + String.join(", ", legal(type));
        };
    }

    /** The constants of an enum, or of an array of one; true and false; nothing for numbers and texts. */
    static List<String> legal(TypeMirror type) {
        return switch (type) {
            case ArrayType array -> legal(array.getComponentType());
            case DeclaredType declared
            when declared.asElement().getKind() == ElementKind.ENUM ->
                declared.asElement().getEnclosedElements().stream()
                        .filter(e -> e.getKind() == ElementKind.ENUM_CONSTANT)
                        .map(e -> e.getSimpleName().toString())
                        .toList();
            default -> type.getKind() == TypeKind.BOOLEAN ? List.of("true", "false") : List.of();
        };
    }

    /** The value that a text stands for, as {@link Attributes} has it. */
    static Optional<Object> parse(TypeMirror type, String text) {
        try {
            return switch (type.getKind()) {
                case INT -> Optional.of(Integer.valueOf(text));
                case DOUBLE -> Optional.of(Double.valueOf(text)).map(Object.class::cast);
                case BOOLEAN -> legal(type).contains(text) ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
                case ARRAY ->
                    Optional.of(Arrays.stream(text.split(",", -1))
                            .map(part -> Integer.valueOf(part.strip()))
                            .toList());
                default -> legal(type).contains(text) ? Optional.of(text) : Optional.empty();
            };
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static boolean isNumbers(TypeMirror type) {
        return type instanceof ArrayType array && array.getComponentType().getKind() == TypeKind.INT;
    }
}
