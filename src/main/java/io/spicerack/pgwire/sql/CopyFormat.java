package io.spicerack.pgwire.sql;

/**
 * How COPY writes rows.
 *
 * @param delimiter between fields, a character below 128
 * @param nothing what stands for NULL
 * @param quote of CSV alone
 * @param header whether the first line has the names
 */
public record CopyFormat(Kind kind, char delimiter, String nothing, char quote, boolean header) {
    public enum Kind {
        TEXT,
        CSV,
        BINARY
    }

    static final CopyFormat AS_TEXT = new CopyFormat(Kind.TEXT, '\t', "\\N", '"', false);
    static final CopyFormat AS_CSV = new CopyFormat(Kind.CSV, ',', "", '"', false);
    static final CopyFormat AS_BINARY = new CopyFormat(Kind.BINARY, '\t', "", '"', false);

    static CopyFormat of(Kind kind) {
        return switch (kind) {
            case TEXT -> AS_TEXT;
            case CSV -> AS_CSV;
            case BINARY -> AS_BINARY;
        };
    }

    CopyFormat withDelimiter(char other) {
        return new CopyFormat(kind, other, nothing, quote, header);
    }

    CopyFormat withNull(String other) {
        return new CopyFormat(kind, delimiter, other, quote, header);
    }

    CopyFormat withQuote(char other) {
        return new CopyFormat(kind, delimiter, nothing, other, header);
    }

    CopyFormat withHeader(boolean wanted) {
        return new CopyFormat(kind, delimiter, nothing, quote, wanted);
    }
}
