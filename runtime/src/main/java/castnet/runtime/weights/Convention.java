package castnet.runtime.weights;

import castnet.runtime.weights.file.StridedArray;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How another framework names the arrays of a network, and in which order it stores their axes: data, read from a few lines of text.
 *
 * <pre>
 *   separator /                                          between layer and array; "." without this line
 *   weight kernel HWIO IO                                an array's name by its {@link Role}, and the axes of weights
 *   layer{s}.{b}.conv{i} = conv{s+1}_block{b+1}_{i}_conv a layer here = the layer there; {s} is a whole number
 *   layer{s}.* = stage{s}.*                              * is whatever follows
 *   # a comment
 * </pre>
 *
 * <p>The first line that fits a layer counts; a layer that none fits keeps its name. Immutable.
 */
public final class Convention {
    /** A network's own keys and order of axes. */
    static final Convention NONE = new Convention("", ".", Map.of(), Map.of(), List.of());

    private static final String OIHW = "OIHW";
    private static final String OI = "OI";
    private static final Pattern HOLE = Pattern.compile("\\{(\\w+)(?:([+-])(\\d+))?}|\\*");

    private final String name;
    private final String separator;
    private final Map<Role, String> arrays;
    private final Map<Integer, String> axes;
    private final List<Rule> rules;

    /** A layer here and there. */
    private record Rule(Pattern pattern, List<String> names, String template) {
        Optional<String> apply(String layer) {
            Matcher matcher = pattern.matcher(layer);
            return matcher.matches() ? Optional.of(filled(matcher)) : Optional.empty();
        }

        private String filled(Matcher layer) {
            StringBuilder text = new StringBuilder();
            Matcher hole = HOLE.matcher(template);
            while (hole.find()) {
                String name = hole.group(1) == null ? "*" : hole.group(1);
                String value = layer.group(1 + names.indexOf(name));
                if (hole.group(2) != null) {
                    int shift = Integer.parseInt(hole.group(2) + hole.group(3));
                    value = Integer.toString(Integer.parseInt(value) + shift);
                }
                hole.appendReplacement(text, Matcher.quoteReplacement(value));
            }
            return hole.appendTail(text).toString();
        }
    }

    private Convention(
            String name, String separator, Map<Role, String> arrays, Map<Integer, String> axes, List<Rule> rules) {
        this.name = name;
        this.separator = separator;
        this.arrays = arrays;
        this.axes = axes;
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads a convention.
     *
     * @param name for messages
     * @throws IllegalArgumentException that names the line which makes no sense
     */
    public static Convention parse(String name, String text) {
        String separator = ".";
        Map<Role, String> arrays = new EnumMap<>(Role.class);
        Map<Integer, String> axes = new HashMap<>(Map.of(4, OIHW, 2, OI));
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            String[] words = line.split("\\s+", -1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (words.length == 3 && words[1].equals("=")) {
                rules.add(rule(words[0], words[2]));
            } else if (words.length == 2 && words[0].equals("separator")) {
                separator = words[1];
            } else {
                Role role = role(words[0]).orElseThrow(() -> problem(name, line));
                if (words.length < 2 || (role != Role.WEIGHT && words.length > 2)) {
                    throw problem(name, line);
                }
                arrays.put(role, words[1]);
                for (String order : List.of(words).subList(2, words.length)) {
                    axes.put(order.length(), requirePermutation(name, line, order));
                }
            }
        }
        return new Convention(name, separator, arrays, axes, rules);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What an array of a network is called there. */
    public String key(ParameterSpec parameter) {
        String key = parameter.key();
        int dot = key.lastIndexOf('.');
        String layer = key.substring(0, Math.max(0, dot));
        String array = arrays.getOrDefault(parameter.role(), key.substring(dot + 1));
        String there = rules.stream()
                .flatMap(rule -> rule.apply(layer).stream())
                .findFirst()
                .orElse(layer);
        return there.isEmpty() ? array : there + separator + array;
    }

    /** The shape that an array has there. */
    public List<Integer> shape(ParameterSpec parameter) {
        int[] permutation = permutation(parameter);
        List<Integer> shape = new ArrayList<>();
        for (int axis : permutation) {
            shape.add(parameter.shape().get(axis));
        }
        return shape;
    }

    /** The values of an array, as they are stored there, in the order of {@link ParameterSpec#shape}. */
    float[] fromThere(ParameterSpec parameter, float[] values) {
        return permuted(shape(parameter), inverse(permutation(parameter)), values);
    }

    /** Those of {@link ParameterSpec#shape} as they are stored there. */
    float[] toThere(ParameterSpec parameter, float[] values) {
        return permuted(parameter.shape(), permutation(parameter), values);
    }

    private static float[] permuted(List<Integer> shape, int[] permutation, float[] values) {
        for (int axis = 0; axis < permutation.length; axis++) {
            if (permutation[axis] != axis) {
                return StridedArray.permuted(shape, permutation).gather(place -> values[place]);
            }
        }
        return values;
    }

    /** Weights with the keys of {@code parameters} under the names and in the order of axes of this convention. */
    public Weights rename(Weights weights, List<ParameterSpec> parameters) {
        Weights.Builder builder = Weights.builder();
        for (ParameterSpec parameter : parameters) {
            builder.own(key(parameter), shape(parameter), toThere(parameter, weights.raw(parameter.key())));
        }
        return builder.build();
    }

    /** The axes there, as indices of the axes here. */
    private int[] permutation(ParameterSpec parameter) {
        int dimensions = parameter.shape().size();
        String here = dimensions == 4 ? OIHW : OI;
        String there = parameter.role() == Role.WEIGHT ? axes.get(dimensions) : null;
        int[] permutation = new int[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            permutation[axis] = there == null ? axis : here.indexOf(there.charAt(axis));
        }
        return permutation;
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int axis = 0; axis < permutation.length; axis++) {
            inverse[permutation[axis]] = axis;
        }
        return inverse;
    }

    private static Rule rule(String pattern, String template) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher hole = HOLE.matcher(pattern);
        int end = 0;
        while (hole.find()) {
            names.add(hole.group(1) == null ? "*" : hole.group(1));
            regex.append(Pattern.quote(pattern.substring(end, hole.start())))
                    .append(hole.group(1) == null ? "(.*)" : "(\\d{1,6})");
            end = hole.end();
        }
        regex.append(Pattern.quote(pattern.substring(end)));
        Matcher used = HOLE.matcher(template);
        while (used.find()) {
            String name = used.group(1) == null ? "*" : used.group(1);
            if (!names.contains(name)) {
                throw new IllegalArgumentException("“%s = %s”: %s stands on the right, but not on the left"
                        .formatted(pattern, template, used.group()));
            }
        }
        return new Rule(Pattern.compile(regex.toString()), names, template);
    }

    private static Optional<Role> role(String word) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static String requirePermutation(String name, String line, String order) {
        String here = order.length() == 4 ? OIHW : OI;
        if (order.length() != here.length() || !here.chars().allMatch(axis -> order.indexOf(axis) >= 0)) {
            throw problem(name, line);
        }
        return order;
    }

    private static IllegalArgumentException problem(String name, String line) {
        return new IllegalArgumentException(
                "convention %s: “%s” is none of: LAYER = LAYER, separator TEXT, ROLE NAME (weight also: with orders of OIHW and OI)"
                        .formatted(name, line));
    }
}
