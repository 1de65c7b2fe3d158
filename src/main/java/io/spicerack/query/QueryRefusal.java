package io.spicerack.query;

import java.util.OptionalInt;

/**
 * Why a statement is not answered. The words are for the caller: they say what is wrong and the way out, and hold neither a
 * cell nor a value of the statement.
 */
public final class QueryRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final SqlState state;
    private final int position;

    public QueryRefusal(SqlState state, String words) {
        this(state, words, 0);
    }

    /** @param position of what is wrong in the statement, in characters from 1; 0 for none */
    public QueryRefusal(SqlState state, String words, int position) {
        super(words);
        this.state = state;
        this.position = position;
    }

    public SqlState state() {
        return state;
    }

    public String words() {
        return String.valueOf(getMessage());
    }

    public OptionalInt position() {
        return position > 0 ? OptionalInt.of(position) : OptionalInt.empty();
    }
}
