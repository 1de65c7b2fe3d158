package io.spicerack.cli;

/** Counts complete rows as they pass: a line break within quotes of CSV ends none. Not thread-safe. */
final class RowCount {
    private final boolean csv;
    private boolean quoted;
    private long lines;

    private RowCount(boolean csv) {
        this.csv = csv;
    }

    /** Of CSV with a header line. */
    static RowCount ofCsv() {
        return new RowCount(true);
    }

    /** Of JSON, an object a line. */
    static RowCount ofJson() {
        return new RowCount(false);
    }

    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '"' && csv) {
                quoted = !quoted;
            } else if (bytes[i] == '\n' && !quoted) {
                lines++;
            }
        }
    }

    /** Rows so far, without the header of CSV. */
    long rows() {
        return csv ? Math.max(0, lines - 1) : lines;
    }
}
