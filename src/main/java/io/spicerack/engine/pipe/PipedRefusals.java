package io.spicerack.engine.pipe;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;

/** Refusals as frames, and back. */
public final class PipedRefusals {
    private PipedRefusals() {}

    public static void write(QueryRefusal refusal, PipeContent to) {
        to.text(refusal.state().name())
                .text(refusal.words())
                .number(refusal.position().orElse(0));
    }

    public static QueryRefusal read(PipeFields from) {
        return new QueryRefusal(SqlState.valueOf(from.text()), from.text(), from.number());
    }
}
