package castnet.processor.emit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java identifiers for layers, each its own, within one class. {@code layer1.0.conv2} becomes {@code layer1_0_conv2}. */
final class Names {
    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** @param reserved identifiers that the class needs for itself */
    Names(Set<String> reserved) {
        taken.addAll(reserved);
    }

    /** The identifier of a layer; the same for the same layer. */
    String of(String layer) {
        return byName.computeIfAbsent(layer, this::fresh);
    }

    /** An identifier of its own for every call. */
    String fresh(String wanted) {
        String base = identifier(wanted);
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    private static String identifier(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints().forEach(c -> name.appendCodePoint(Character.isJavaIdentifierPart(c) && c != '$' ? c : '_'));
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.codePointAt(0))) {
            name.insert(0, '_');
        }
        return SourceVersion.isName(name) ? name.toString() : name.append('_').toString();
    }
}
