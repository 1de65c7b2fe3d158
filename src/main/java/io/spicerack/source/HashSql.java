package io.spicerack.source;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a database says what a hash of rows needs. Immutable.
 *
 * @param xor the operator, exclusive or
 * @param mix hashes the exclusive or of a row
 * @param text a number as text, whatever its type
 * @param fence after a subquery: each of its columns is computed once for a row, however often it is named
 * @param most how many columns {@link ValuesQuery#without} should ask about at a time
 */
public record HashSql(String xor, UnaryOperator<String> mix, UnaryOperator<String> text, String fence, int most) {
    /** Nested by halves: a server's parser has a stack. */
    String xor(List<String> terms) {
        if (terms.size() == 1) {
            return terms.get(0);
        }
        int half = terms.size() / 2;
        return "(" + xor(terms.subList(0, half)) + xor + xor(terms.subList(half, terms.size())) + ")";
    }

    /** A sum as text, 0 where there are no rows. */
    String sum(String hash) {
        return text.apply("coalesce(sum(" + hash + "), 0)");
    }
}
