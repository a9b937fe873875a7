package castnet.tools.onnx.importer;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Makes names of a model into Java identifiers, each used once. */
final class JavaNames {
    /** Methods of every object, and what the language reserves. */
    private static final Set<String> TAKEN = Set.of(
            "input", "clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Set<String> used = new HashSet<>(TAKEN);

    /** A method's name like {@code name}. */
    String method(String name) {
        String word = identifier(name, "layer");
        return unique(Character.toLowerCase(word.charAt(0)) + word.substring(1));
    }

    private String unique(String name) {
        String unique = SourceVersion.isKeyword(name) ? name + "_" : name;
        for (int i = 2; !used.add(unique); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    /** An identifier like {@code name}: letters, digits and underscores. */
    static String identifier(String name, String prefix) {
        String word = name.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+|_+$", "");
        if (word.isEmpty()) {
            return prefix;
        }
        return Character.isDigit(word.charAt(0)) ? prefix + "_" + word : word;
    }

    /** A type's name like that of a file: {@code resnet-50_v2} becomes {@code Resnet50V2}. */
    static String type(String name) {
        StringBuilder type = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                type.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        if (type.isEmpty() || Character.isDigit(type.charAt(0))) {
            type.insert(0, "Net");
        }
        return type.toString();
    }
}
