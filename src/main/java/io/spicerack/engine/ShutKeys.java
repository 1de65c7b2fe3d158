package io.spicerack.engine;

import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;

/** What is said where the key of a data set was shut. */
final class ShutKeys {
    private ShutKeys() {}

    static QueryRefusal refusal(KeyUnavailableException why) {
        return new QueryRefusal(SqlState.SYSTEM_ERROR, String.valueOf(why.getMessage()));
    }
}
