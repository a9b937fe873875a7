package castnet.processor.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition over the points of a sweep: {@code layer2.width % Bottleneck.groups == 0 && at != CONV1x1}. Values are numbers
 * (double), texts, and truth values of comparisons; {@code ||} binds least, then {@code &&}, comparisons, sums, products.
 */
final class SweepCondition {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(\\d+(?:\\.\\d+)?)|([\\p{L}_$][\\w$]*(?:\\.[\\p{L}_$][\\w$]*)*)|(\\|\\||&&|[<>=!]=|[<>+\\-*/%()]))",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "==", "!=");

    private final String text;
    private final SweepNames names;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    private record Token(String text, int column) {}

    /** A condition makes no sense; it says where and why. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String why;

        private Malformed(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private final Function<SweepPoint, Object> root;

    private SweepCondition(String text, SweepNames names) {
        this.text = text;
        this.names = names;
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw malformed(at + 1, "a name, a number or an operator is expected, found " + text.charAt(at));
            }
            String token = matcher.group().strip();
            at = matcher.end();
            tokens.add(new Token(token, at - token.length() + 1));
        }
        this.root = or();
        if (next < tokens.size()) {
            throw unexpected("an operator or the end is expected");
        }
    }

    /**
     * Reads a condition.
     *
     * @throws Malformed also from {@link #test}, where values do not fit their operator
     */
    static SweepCondition parse(String text, SweepNames names) {
        return new SweepCondition(text, names);
    }

    /** Whether it holds at a point. */
    boolean test(SweepPoint point) {
        return truth(root.apply(point));
    }

    private Function<SweepPoint, Object> or() {
        Function<SweepPoint, Object> left = and();
        while (take("||")) {
            Function<SweepPoint, Object> a = left;
            Function<SweepPoint, Object> b = and();
            left = point -> truth(a.apply(point)) || truth(b.apply(point));
        }
        return left;
    }

    private Function<SweepPoint, Object> and() {
        Function<SweepPoint, Object> left = comparison();
        while (take("&&")) {
            Function<SweepPoint, Object> a = left;
            Function<SweepPoint, Object> b = comparison();
            left = point -> truth(a.apply(point)) && truth(b.apply(point));
        }
        return left;
    }

    private Function<SweepPoint, Object> comparison() {
        Function<SweepPoint, Object> a = sum();
        if (next == tokens.size() || !COMPARISONS.contains(tokens.get(next).text())) {
            return a;
        }
        String operator = tokens.get(next++).text();
        Function<SweepPoint, Object> b = sum();
        return switch (operator) {
            case "==" -> point -> a.apply(point).equals(b.apply(point));
            case "!=" -> point -> !a.apply(point).equals(b.apply(point));
            case "<" -> point -> number(a.apply(point)) < number(b.apply(point));
            case "<=" -> point -> number(a.apply(point)) <= number(b.apply(point));
            case ">" -> point -> number(a.apply(point)) > number(b.apply(point));
            default -> point -> number(a.apply(point)) >= number(b.apply(point));
        };
    }

    private Function<SweepPoint, Object> sum() {
        Function<SweepPoint, Object> left = product();
        while (true) {
            Function<SweepPoint, Object> a = left;
            if (take("+")) {
                Function<SweepPoint, Object> b = product();
                left = point -> number(a.apply(point)) + number(b.apply(point));
            } else if (take("-")) {
                Function<SweepPoint, Object> b = product();
                left = point -> number(a.apply(point)) - number(b.apply(point));
            } else {
                return left;
            }
        }
    }

    private Function<SweepPoint, Object> product() {
        Function<SweepPoint, Object> left = operand();
        while (true) {
            Function<SweepPoint, Object> a = left;
            if (take("*")) {
                Function<SweepPoint, Object> b = operand();
                left = point -> number(a.apply(point)) * number(b.apply(point));
            } else if (take("/")) {
                Function<SweepPoint, Object> b = operand();
                left = point -> number(a.apply(point)) / number(b.apply(point));
            } else if (take("%")) {
                Function<SweepPoint, Object> b = operand();
                left = point -> number(a.apply(point)) % number(b.apply(point));
            } else {
                return left;
            }
        }
    }

    private Function<SweepPoint, Object> operand() {
        if (take("(")) {
            Function<SweepPoint, Object> inner = or();
            if (!take(")")) {
                throw unexpected(") is expected");
            }
            return inner;
        }
        if (next == tokens.size()
                || !Character.isJavaIdentifierPart(tokens.get(next).text().codePointAt(0))) {
            throw unexpected("a name, a number or ( is expected");
        }
        Token token = tokens.get(next++);
        if (Character.isDigit(token.text().charAt(0))) {
            double number = Double.parseDouble(token.text());
            return point -> number;
        }
        return names.find(token.text())
                .orElseThrow(() -> malformed(
                        token.column(),
                        token.text() + " is neither an axis, nor an attribute of a layer, nor a value of an axis"
                                + names.similar(token.text())
                                        .map(other -> "; did you mean " + other + "?")
                                        .orElse("")));
    }

    private boolean take(String token) {
        boolean there = next < tokens.size() && tokens.get(next).text().equals(token);
        next += there ? 1 : 0;
        return there;
    }

    private double number(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        throw new Malformed("“%s” computes with %s, which is no number".formatted(text, value));
    }

    private boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new Malformed("“%s” is no condition: %s is neither true nor false".formatted(text, value));
    }

    private Malformed unexpected(String expected) {
        boolean end = next == tokens.size();
        return malformed(
                end ? text.length() + 1 : tokens.get(next).column(),
                expected + ", found " + (end ? "the end" : tokens.get(next).text()));
    }

    private Malformed malformed(int column, String why) {
        return new Malformed("“%s”, character %d: %s".formatted(text, column, why));
    }
}
