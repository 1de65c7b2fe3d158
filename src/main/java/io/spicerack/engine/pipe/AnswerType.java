package io.spicerack.engine.pipe;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import io.spicerack.table.ColumnType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of DuckDB's, and what it is to the caller.
 *
 * @param precision of a decimal
 * @param scale of a decimal
 * @param element of a list
 */
public record AnswerType(Kind kind, int precision, int scale, @Nullable AnswerType element) {
    /** DuckDB's types that are answered, with the numbers of its C interface. */
    public enum Kind {
        BOOLEAN(1, 1, plain(new ColumnType.Bool())),
        TINYINT(2, 1, QueryType.Special.SMALLINT),
        SMALLINT(3, 2, QueryType.Special.SMALLINT),
        INTEGER(4, 4, plain(new ColumnType.Int(32))),
        BIGINT(5, 8, plain(new ColumnType.Int(64))),
        UTINYINT(6, 1, QueryType.Special.SMALLINT),
        USMALLINT(7, 2, plain(new ColumnType.Int(32))),
        UINTEGER(8, 4, plain(new ColumnType.Int(64))),
        UBIGINT(9, 8, plain(new ColumnType.Decimal(20, 0))),
        FLOAT(10, 4, plain(new ColumnType.Floating(32))),
        DOUBLE(11, 8, plain(new ColumnType.Floating(64))),
        TIMESTAMP(12, 8, plain(new ColumnType.Timestamp(false))),
        DATE(13, 4, plain(new ColumnType.Date())),
        TIME(14, 8, plain(new ColumnType.Time())),
        INTERVAL(15, 16, QueryType.Special.INTERVAL),
        HUGEINT(16, 16, plain(new ColumnType.Decimal(38, 0))),
        VARCHAR(17, 16, plain(new ColumnType.Text())),
        JSON(17, 16, plain(new ColumnType.Json())),
        BLOB(18, 16, plain(new ColumnType.Binary())),
        /** Its width is that of its precision. */
        DECIMAL(19, 0, plain(new ColumnType.Decimal(38, 0))),
        TIMESTAMP_S(20, 8, plain(new ColumnType.Timestamp(false))),
        TIMESTAMP_MS(21, 8, plain(new ColumnType.Timestamp(false))),
        ENUM(23, 0, plain(new ColumnType.Text())),
        LIST(24, 16, plain(new ColumnType.Text())),
        UUID(27, 16, plain(new ColumnType.Uuid())),
        TIMESTAMP_TZ(31, 8, plain(new ColumnType.Timestamp(true))),
        NULL(36, 4, QueryType.Special.NULL);

        private final int id;
        private final int width;

        /** A record of records, none of which can change. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final QueryType told;

        Kind(int id, int width, QueryType told) {
            this.id = id;
            this.width = width;
            this.told = told;
        }

        /** Its number in DuckDB's C interface. */
        public int id() {
            return id;
        }

        private static QueryType plain(ColumnType type) {
            return new QueryType.Plain(type);
        }
    }

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(([0-9]{1,2}),([0-9]{1,2})\\)");
    private static final Map<String, Kind> OTHER_SPELLINGS = Map.of(
            "TIMESTAMP WITH TIME ZONE",
            Kind.TIMESTAMP_TZ,
            "\"NULL\"",
            Kind.NULL,
            "INTEGER_LITERAL",
            Kind.INTEGER,
            "STRING_LITERAL",
            Kind.VARCHAR);
    private static final String LIST_END = "[]";

    /** The type that DuckDB writes so; refused where there is no word for it on the other side. */
    public static AnswerType of(String column, String text) throws QueryRefusal {
        if (text.endsWith(LIST_END)) {
            String inner = text.substring(0, text.length() - LIST_END.length());
            if (inner.endsWith("]")) {
                throw unknown(column, text);
            }
            AnswerType element = of(column, inner);
            if (element.is(Kind.INTERVAL) || element.is(Kind.BLOB)) {
                throw unknown(column, text);
            }
            return new AnswerType(Kind.LIST, 0, 0, element);
        }
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return new AnswerType(
                    Kind.DECIMAL, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)), null);
        }
        Kind other = OTHER_SPELLINGS.get(text);
        if (other != null) {
            return simple(other);
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(text)) {
                return simple(kind);
            }
        }
        throw unknown(column, text);
    }

    private static AnswerType simple(Kind kind) {
        return new AnswerType(kind, 0, 0, null);
    }

    private static QueryRefusal unknown(String column, String text) {
        String type = text.replaceAll("[^A-Za-z_ ].*", "");
        return new QueryRefusal(
                SqlState.FEATURE_NOT_SUPPORTED,
                "column \"" + column + "\" of the answer is a " + type
                        + ", which cannot be sent. Cast it to text, or to" + " a type that a data set has");
    }

    public boolean is(Kind other) {
        return kind == other;
    }

    /** What it is to the caller. */
    public QueryType told() {
        return switch (kind) {
            case DECIMAL -> new QueryType.Plain(new ColumnType.Decimal(precision, scale));
            case LIST -> element == null ? kind.told : new QueryType.ListOf(element.told());
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    UTINYINT,
                    USMALLINT,
                    UINTEGER,
                    UBIGINT,
                    FLOAT,
                    DOUBLE,
                    TIMESTAMP,
                    DATE,
                    TIME,
                    INTERVAL,
                    HUGEINT,
                    VARCHAR,
                    JSON,
                    BLOB,
                    TIMESTAMP_S,
                    TIMESTAMP_MS,
                    ENUM,
                    UUID,
                    TIMESTAMP_TZ,
                    NULL -> kind.told;
        };
    }

    /** Bytes of a value in DuckDB's vectors; of an enumeration they are told elsewhere. */
    public int width() {
        if (kind != Kind.DECIMAL) {
            return kind.width;
        }
        return precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
    }
}
