package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import java.util.Set;

/** Where a value ends and begins in a statement, as far as the words beside an operator say. */
final class ValueWords {
    /** Words that a value follows. */
    private static final Set<String> BEFORE_VALUE = Set.of(
            "select",
            "distinct",
            "all",
            "where",
            "and",
            "or",
            "not",
            "on",
            "case",
            "when",
            "then",
            "else",
            "by",
            "having",
            "in",
            "between",
            "like",
            "values",
            "limit",
            "offset",
            "qualify",
            "as",
            "is",
            "ilike",
            "similar",
            "escape",
            "from",
            "using");

    /** Words that are no column, though they may stand where a value begins. */
    private static final Set<String> BEGINS_VALUE =
            Set.of("any", "all", "some", "array", "case", "exists", "not", "row");

    private ValueWords() {}

    /** Whether an operator behind it has two sides; {@code ~} with one turns bits. */
    static boolean endsValue(SqlToken token) {
        return switch (token.kind()) {
            case TEXT, QUOTED, NUMBER -> true;
            case WORD -> !BEFORE_VALUE.contains(token.name());
            case SYMBOL -> token.is(")") || token.is("]");
            case END -> false;
        };
    }

    /** Whether it is the name of a column and no more: a word may begin more than itself, as CASE, or a type before its literal. */
    static boolean isColumn(SqlToken begin, SqlToken after) {
        return begin.isName()
                && !after.is("(")
                && !after.is(".")
                && after.kind() != Kind.TEXT
                && !(begin.kind() == Kind.WORD && BEGINS_VALUE.contains(begin.name()));
    }
}
