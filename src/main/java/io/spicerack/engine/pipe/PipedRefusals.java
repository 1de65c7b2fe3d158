package io.spicerack.engine.pipe;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;

/** Refusals as frames, and back. */
public final class PipedRefusals {
    private PipedRefusals() {}

    public static void write(QueryRefusal refusal, PipeContent to) {
        to.number(refusal.state().ordinal())
                .text(refusal.words())
                .number(refusal.position().orElse(0));
    }

    public static QueryRefusal read(PipeFields from) {
        return new QueryRefusal(SqlState.values()[from.number()], from.text(), from.number());
    }
}
