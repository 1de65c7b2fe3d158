package io.spicerack.model;

import java.util.Locale;

/** What a published version was compared with before it became current. */
public enum ProofMethod {
    /** With nothing. */
    NONE,
    /** With the source's count of its rows, and of the values of each column that are not NULL. */
    COUNTS,
    /** With the rows as they were given, since no source could be asked: each value as it was read back from the files. */
    READ_BACK,
    /** With the source's hash of each value in its row, as it was read back from the files. */
    VALUES;

    /** For people: {@code read-back}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
