package io.spicerack.query;

import io.spicerack.model.VersionId;

/**
 * A part of the answer to a statement that gives rows of one data set: all parts of one version together have each row of the
 * answer once, whoever asks for them, and however often.
 *
 * @param number from 0 on
 */
public record QueryPart(VersionId version, int number, int of) {
    /** The most parts of one answer. */
    public static final int MOST = 1000;

    public QueryPart {
        if (of < 1 || of > MOST || number < 0 || number >= of) {
            throw new IllegalArgumentException("an answer has 1 to " + MOST
                    + " parts, of which one is asked for from 0 on," + " not part " + number + " of " + of);
        }
    }

    /** For people, who count from 1 on. */
    @Override
    public String toString() {
        return (number + 1) + " of " + of;
    }
}
