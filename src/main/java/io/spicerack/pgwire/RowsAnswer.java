package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;
import java.util.Set;

/** The rows of a query, of a portal, of a cursor, or of COPY. Not thread-safe. */
final class RowsAnswer implements Answer {
    private static final Set<String> COUNTED = Set.of("SELECT", "COPY", "FETCH");

    private final RowSource source;
    private final AnswerFormat format;
    private final String verb;
    private final boolean lends;
    private boolean begun;
    private long rows;
    private boolean resumed;

    /** @param lends whether the source is a cursor's, which goes on afterwards */
    RowsAnswer(RowSource source, AnswerFormat format, String verb, boolean lends) {
        this.source = source;
        this.format = format;
        this.verb = verb;
        this.lends = lends;
    }

    @Override
    public State write(Replies out, long most) throws QueryRefusal {
        if (resumed) {
            rows = 0;
            resumed = false;
        }
        if (!begun) {
            begun = true;
            format.begin(out);
        }
        while (!out.isFull()) {
            if (rows == most) {
                resumed = true;
                return State.SUSPENDED;
            }
            int row = source.next();
            if (row < 0) {
                format.end(out);
                return State.DONE;
            }
            out.rowsOf(source.outflow());
            format.row(source.batch(), row, out);
            rows++;
        }
        return State.MORE;
    }

    @Override
    public String tag() {
        return COUNTED.contains(verb) ? verb + " " + rows : verb;
    }

    @Override
    public void close() {
        if (!lends) {
            source.close();
        }
    }
}
