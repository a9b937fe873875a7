package castnet.processor.plan;

import java.util.HashSet;
import java.util.Set;

/** Java names for the arrays of a generated class, made of layer names; no two the same. */
final class FieldNames {
    private final Set<String> taken = new HashSet<>();

    /** A name for {@code what} of a layer: {@code layer1.0.conv2} and {@code Weights} give {@code layer1_0_conv2Weights}. */
    String of(String layer, String what) {
        StringBuilder name = new StringBuilder();
        layer.codePoints().forEach(c -> name.appendCodePoint(Character.isJavaIdentifierPart(c) ? c : '_'));
        if (!Character.isJavaIdentifierStart(name.codePointAt(0))) {
            name.insert(0, '_');
        }
        name.append(what);
        String base = name.toString();
        String candidate = base;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
