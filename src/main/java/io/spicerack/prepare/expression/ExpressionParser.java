package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.ExpressionLexer.Kind;
import io.spicerack.prepare.expression.ExpressionLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parses an expression: OR, AND, NOT, comparisons, + and -, * and /, unary minus, calls, columns and literals, from the
 * weakest binding to the strongest. Not thread-safe.
 */
public final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

    /** Deeper nesting has no use, and would end in the stack. */
    private static final int DEEPEST = 100;

    /** So does a chain: each operator holds all that is before it. */
    private static final int MOST_CALLS = 500;

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int calls;

    private ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    public static Expression parse(String text) {
        ExpressionParser parser = new ExpressionParser(ExpressionLexer.tokens(text));
        Expression whole = parser.or();
        if (parser.peek().kind() != Kind.END) {
            throw parser.unexpected("the end");
        }
        return whole;
    }

    private Expression or() {
        if (++depth > DEEPEST) {
            throw new ExpressionException("it is nested more than " + DEEPEST + " levels deep");
        }
        Expression left = and();
        while (takeWord("or")) {
            left = call("or", left, and());
        }
        depth--;
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (takeWord("and")) {
            left = call("and", left, not());
        }
        return left;
    }

    private Expression not() {
        int negations = 0;
        while (takeWord("not")) {
            negations++;
        }
        Expression compared = comparison();
        return negations % 2 == 0 ? compared : call("not", compared);
    }

    private Expression comparison() {
        Expression left = sum();
        Token next = peek();
        if (next.kind() == Kind.SYMBOL && COMPARISONS.contains(next.text())) {
            at++;
            return call(next.text(), left, sum());
        }
        return left;
    }

    private Expression sum() {
        Expression left = product();
        while (symbol("+") || symbol("-")) {
            String operator = tokens.get(at++).text();
            left = call(operator, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = negated();
        while (symbol("*") || symbol("/") || symbol("%")) {
            String operator = tokens.get(at++).text();
            left = call(operator, left, negated());
        }
        return left;
    }

    private Expression negated() {
        boolean minus = false;
        while (symbol("-")) {
            minus = !minus;
            at++;
        }
        Expression value = value();
        return minus ? call("unary -", value) : value;
    }

    private Expression value() {
        Token token = peek();
        switch (token.kind()) {
            case TEXT -> {
                at++;
                return new Expression.Text(token.text());
            }
            case NUMBER -> {
                at++;
                return new Expression.Number(token.text());
            }
            case COLUMN -> {
                at++;
                return new Expression.Column(token.text());
            }
            case NAME -> {
                at++;
                return symbol("(") ? function(token.text()) : new Expression.Column(token.text());
            }
            default -> {
                if (symbol("(")) {
                    at++;
                    Expression inside = or();
                    expect(")");
                    return inside;
                }
                if (symbol("[")) {
                    return new Expression.Values(list("]"));
                }
                throw unexpected("a value");
            }
        }
    }

    private Expression function(String name) {
        return call(name.toLowerCase(Locale.ROOT), list(")"));
    }

    /** From the opening symbol, which is next, to the closing one. */
    private List<Expression> list(String close) {
        at++;
        List<Expression> values = new ArrayList<>();
        while (!symbol(close)) {
            if (!values.isEmpty()) {
                expect(",");
            }
            values.add(or());
        }
        at++;
        return values;
    }

    private Expression call(String name, Expression... arguments) {
        return call(name, List.of(arguments));
    }

    private Expression call(String name, List<Expression> arguments) {
        if (++calls > MOST_CALLS) {
            throw new ExpressionException("it has more than " + MOST_CALLS + " operators and functions");
        }
        return new Expression.Call(name, arguments);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean symbol(String text) {
        return peek().kind() == Kind.SYMBOL && peek().text().equals(text);
    }

    private boolean takeWord(String word) {
        boolean there = peek().kind() == Kind.NAME && peek().text().equalsIgnoreCase(word);
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(String text) {
        if (!symbol(text)) {
            throw unexpected("'" + text + "'");
        }
        at++;
    }

    private ExpressionException unexpected(String wanted) {
        Token token = peek();
        String found = token.kind() == Kind.END ? "it ends" : "there is '" + token.text() + "'";
        return new ExpressionException(found + " at " + (token.at() + 1) + " where " + wanted + " is expected");
    }
}
