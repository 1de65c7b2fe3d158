package io.spicerack.prepare.expression;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. Stateless. */
final class ExpressionLexer {
    private static final String SYMBOLS = "+-*/%(),[]=<>";

    enum Kind {
        NAME,
        COLUMN,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    record Token(Kind kind, String text, int at) {}

    private ExpressionLexer() {}

    static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = end(text, at);
            tokens.add(token(text, at, end));
            at = end;
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private static int end(String text, int at) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return quoted(text, at, c);
        }
        if (c == '{') {
            int close = text.indexOf('}', at);
            if (close <= at + 1) {
                throw new ExpressionException("the column name that begins at " + (at + 1) + " does not end with }");
            }
            return close + 1;
        }
        if (Character.isDigit(c)) {
            return run(text, at, true);
        }
        if (Character.isLetter(c) || c == '_') {
            return run(text, at, false);
        }
        if (SYMBOLS.indexOf(c) < 0) {
            throw new ExpressionException("there is a '" + c + "' at " + (at + 1) + ", which has no meaning there");
        }
        boolean two = text.startsWith("<>", at) || text.startsWith("<=", at) || text.startsWith(">=", at);
        return at + (two ? 2 : 1);
    }

    /** A quote inside a text is written twice. */
    private static int quoted(String text, int at, char quote) {
        int i = at + 1;
        while (i < text.length()) {
            if (text.charAt(i) != quote) {
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw new ExpressionException("the text that begins at " + (at + 1) + " does not end with " + quote);
    }

    private static int run(String text, int at, boolean number) {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end))
                        || text.charAt(end) == '_'
                        || (number && text.charAt(end) == '.'))) {
            end++;
        }
        return end;
    }

    private static Token token(String text, int at, int end) {
        String whole = text.substring(at, end);
        char c = whole.charAt(0);
        if (c == '\'' || c == '"') {
            String quote = String.valueOf(c);
            return new Token(Kind.TEXT, whole.substring(1, whole.length() - 1).replace(quote + quote, quote), at);
        }
        if (c == '{') {
            return new Token(Kind.COLUMN, whole.substring(1, whole.length() - 1), at);
        }
        if (Character.isDigit(c)) {
            if (!whole.matches("[0-9]{1,38}(\\.[0-9]{1,12})?")) {
                throw new ExpressionException("'" + whole + "' is no number of at most 38 digits, 12 after the point");
            }
            return new Token(Kind.NUMBER, whole, at);
        }
        return new Token(Character.isLetter(c) || c == '_' ? Kind.NAME : Kind.SYMBOL, whole, at);
    }
}
