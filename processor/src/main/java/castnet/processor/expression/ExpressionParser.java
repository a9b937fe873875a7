package castnet.processor.expression;

import java.util.List;
import java.util.Map;

/** Reads expressions by recursive descent, with Java's precedences. */
public final class ExpressionParser {
    private static final int DEEPEST = 100;
    private static final int LONGEST = 1000;
    /** Binary operators, the loosest first. A symbol that begins another comes after it. */
    private static final List<List<Operator>> LEVELS = List.of(
            List.of(Operator.OR),
            List.of(Operator.AND),
            List.of(Operator.EQUAL, Operator.NOT_EQUAL),
            List.of(Operator.LESS_EQUAL, Operator.GREATER_EQUAL, Operator.LESS, Operator.GREATER),
            List.of(Operator.PLUS, Operator.MINUS),
            List.of(Operator.TIMES, Operator.DIVIDE, Operator.REMAINDER));

    private final String text;
    private final Map<String, ValueType> names;
    private int position;
    private int depth;

    private ExpressionParser(String text, Map<String, ValueType> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * Reads an expression.
     *
     * @param names that may stand in it
     * @throws ExpressionException if it is not of the language, or its types do not fit
     */
    public static Expression parse(String text, Map<String, ValueType> names) throws ExpressionException {
        ExpressionParser parser = new ExpressionParser(text, names);
        if (text.length() > LONGEST) {
            throw new ExpressionException("an expression has at most %d characters".formatted(LONGEST));
        }
        Expression expression = parser.choice();
        parser.peek();
        if (parser.position < text.length()) {
            throw parser.problem("an operator is expected");
        }
        return expression;
    }

    private Expression choice() throws ExpressionException {
        if (++depth > DEEPEST) {
            throw problem("nested more than " + DEEPEST + " deep");
        }
        Expression expression = binary(0);
        if (accept("?")) {
            Expression yes = choice();
            expect(":");
            Expression no = choice();
            require(expression, ValueType.BOOLEAN, "?");
            require(no, yes.type(), ":");
            expression = new Expression.Operation(Operator.CHOOSE, List.of(expression, yes, no));
        }
        depth--;
        return expression;
    }

    private Expression binary(int level) throws ExpressionException {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expression left = binary(level + 1);
        while (true) {
            Operator found = null;
            for (Operator operator : LEVELS.get(level)) {
                found = found == null && accept(operator.symbol()) ? operator : found;
            }
            if (found == null) {
                return left;
            }
            Expression right = binary(level + 1);
            boolean compares = found == Operator.EQUAL || found == Operator.NOT_EQUAL;
            ValueType operand = compares ? left.type() : found.operand();
            require(left, operand, found.symbol());
            require(right, operand, found.symbol());
            left = new Expression.Operation(found, List.of(left, right));
        }
    }

    private Expression unary() throws ExpressionException {
        if (++depth > DEEPEST) {
            throw problem("nested more than " + DEEPEST + " deep");
        }
        Expression result;
        if (accept("-")) {
            Expression operand = unary();
            require(operand, ValueType.INT, "-");
            result = new Expression.Operation(Operator.NEGATE, List.of(operand));
        } else if (accept("!")) {
            Expression operand = unary();
            require(operand, ValueType.BOOLEAN, "!");
            result = new Expression.Operation(Operator.NOT, List.of(operand));
        } else {
            result = primary();
        }
        depth--;
        return result;
    }

    private Expression primary() throws ExpressionException {
        if (accept("(")) {
            Expression inside = choice();
            expect(")");
            return inside;
        }
        char next = peek();
        int start = position;
        while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        if (word.isEmpty()) {
            throw problem("a number, a name or a parenthesis is expected");
        }
        return Character.isDigit(next) ? number(word, start) : word(word, start);
    }

    private Expression number(String digits, int start) throws ExpressionException {
        try {
            return new Expression.Constant(ValueType.INT, Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            position = start;
            throw problem("'" + digits + "' is no int");
        }
    }

    private Expression word(String word, int start) throws ExpressionException {
        if (word.equals("true") || word.equals("false")) {
            return new Expression.Constant(ValueType.BOOLEAN, word.equals("true") ? 1 : 0);
        }
        ValueType type = names.get(word);
        if (type != null) {
            return new Expression.Name(type, word);
        }
        if (word.equals("min") || word.equals("max")) {
            expect("(");
            Expression left = choice();
            expect(",");
            Expression right = choice();
            expect(")");
            require(left, ValueType.INT, word);
            require(right, ValueType.INT, word);
            return new Expression.Operation(word.equals("min") ? Operator.MIN : Operator.MAX, List.of(left, right));
        }
        position = start;
        List<String> known = names.keySet().stream().sorted().toList();
        throw problem("'%s' is no name here; there are: %s".formatted(word, String.join(", ", known)));
    }

    private void require(Expression operand, ValueType expected, String operator) throws ExpressionException {
        if (operand.type() != expected) {
            throw problem("%s takes %s, found %s".formatted(operator, expected, operand.type()));
        }
    }

    private boolean accept(String symbol) {
        boolean found = peek() != 0 && text.startsWith(symbol, position);
        position += found ? symbol.length() : 0;
        return found;
    }

    private void expect(String symbol) throws ExpressionException {
        if (!accept(symbol)) {
            throw problem("'" + symbol + "' is expected");
        }
    }

    /** The next character that is not blank, or 0 at the end. */
    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private ExpressionException problem(String what) {
        String where = peek() == 0 ? "at its end" : "in column " + (position + 1);
        return new ExpressionException(what + " " + where);
    }
}
