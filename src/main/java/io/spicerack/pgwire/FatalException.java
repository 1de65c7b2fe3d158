package io.spicerack.pgwire;

import io.spicerack.query.SqlState;

/** Why a connection ends: what the client sent is no protocol, or it is not let in. */
final class FatalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SqlState state;

    FatalException(SqlState state, String words) {
        super(words);
        this.state = state;
    }

    SqlState state() {
        return state;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
