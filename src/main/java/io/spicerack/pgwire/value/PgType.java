package io.spicerack.pgwire.value;

import io.spicerack.query.QueryType;
import io.spicerack.query.QueryType.ListOf;
import io.spicerack.query.QueryType.Plain;
import io.spicerack.query.QueryType.Special;
import io.spicerack.table.ColumnType;
import java.util.Arrays;
import java.util.Optional;

/** PostgreSQL's types that are spoken, by their object ids (pg_type.dat). */
public enum PgType {
    BOOL(16, 1, 1000),
    BYTEA(17, -1, 1001),
    NAME(19, 64, 1003),
    INT8(20, 8, 1016),
    INT2(21, 2, 1005),
    INT4(23, 4, 1007),
    TEXT(25, -1, 1009),
    OID(26, 4, 1028),
    JSON(114, -1, 199),
    FLOAT4(700, 4, 1021),
    FLOAT8(701, 8, 1022),
    UNKNOWN(705, -2, 1009),
    BPCHAR(1042, -1, 1014),
    VARCHAR(1043, -1, 1015),
    DATE(1082, 4, 1182),
    TIME(1083, 8, 1183),
    TIMESTAMP(1114, 8, 1115),
    TIMESTAMPTZ(1184, 8, 1185),
    INTERVAL(1186, 16, 1187),
    NUMERIC(1700, -1, 1231),
    UUID(2950, 16, 2951),
    JSONB(3802, -1, 3807),
    BOOL_ARRAY(BOOL),
    BYTEA_ARRAY(BYTEA),
    NAME_ARRAY(NAME),
    INT8_ARRAY(INT8),
    INT2_ARRAY(INT2),
    INT4_ARRAY(INT4),
    TEXT_ARRAY(TEXT),
    OID_ARRAY(OID),
    JSON_ARRAY(JSON),
    FLOAT4_ARRAY(FLOAT4),
    FLOAT8_ARRAY(FLOAT8),
    BPCHAR_ARRAY(BPCHAR),
    VARCHAR_ARRAY(VARCHAR),
    DATE_ARRAY(DATE),
    TIME_ARRAY(TIME),
    TIMESTAMP_ARRAY(TIMESTAMP),
    TIMESTAMPTZ_ARRAY(TIMESTAMPTZ),
    INTERVAL_ARRAY(INTERVAL),
    NUMERIC_ARRAY(NUMERIC),
    UUID_ARRAY(UUID),
    JSONB_ARRAY(JSONB);

    private static final int NO_MODIFIER = -1;
    private static final int HEADER = 4;

    private final int oid;
    private final int size;
    private final int array;
    private final Optional<PgType> element;

    PgType(int oid, int size, int array) {
        this.oid = oid;
        this.size = size;
        this.array = array;
        this.element = Optional.empty();
    }

    PgType(PgType element) {
        this.oid = element.array;
        this.size = -1;
        this.array = 0;
        this.element = Optional.of(element);
    }

    public int oid() {
        return oid;
    }

    public int size() {
        return size;
    }

    public static Optional<PgType> of(int oid) {
        return Arrays.stream(values()).filter(type -> type.oid == oid).findFirst();
    }

    /** As which a client is told of it. */
    public static PgType of(QueryType type) {
        if (type instanceof ListOf list) {
            PgType element = of(list.element());
            return of(element.array).orElse(TEXT_ARRAY);
        }
        if (type instanceof Plain plain) {
            return of(plain.carrier());
        }
        return switch ((Special) type) {
            case UNKNOWN, NULL -> TEXT;
            case NUMERIC -> NUMERIC;
            case SMALLINT -> INT2;
            case OID -> OID;
            case NAME -> NAME;
            case INTERVAL -> INTERVAL;
        };
    }

    private static PgType of(ColumnType type) {
        return switch (type.kind()) {
            case BOOL -> BOOL;
            case INT32 -> INT4;
            case INT64 -> INT8;
            case DECIMAL, WIDE_DECIMAL -> NUMERIC;
            case FLOAT32 -> FLOAT4;
            case FLOAT64 -> FLOAT8;
            case TEXT -> TEXT;
            case JSON -> JSON;
            case BINARY -> BYTEA;
            case UUID -> UUID;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMP_UTC -> TIMESTAMPTZ;
        };
    }

    /** Precision and scale of a decimal, as PostgreSQL packs them; -1 for what has none. */
    public static int modifier(QueryType type) {
        ColumnType carrier = type.carrier();
        return type instanceof Plain && carrier.precision() > 0
                ? (carrier.precision() << 16 | carrier.scale()) + HEADER
                : NO_MODIFIER;
    }

    /** What the engine is told of a parameter of this type. */
    public QueryType parameter() {
        if (element.isPresent()) {
            return new ListOf(element.get().parameter());
        }
        return switch (this) {
            case BOOL -> new Plain(new ColumnType.Bool());
            case BYTEA -> new Plain(new ColumnType.Binary());
            case NAME -> Special.NAME;
            case INT8 -> new Plain(new ColumnType.Int(64));
            case INT2 -> Special.SMALLINT;
            case INT4 -> new Plain(new ColumnType.Int(32));
            case TEXT, BPCHAR, VARCHAR -> new Plain(new ColumnType.Text());
            case OID -> Special.OID;
            case JSON, JSONB -> new Plain(new ColumnType.Json());
            case FLOAT4 -> new Plain(new ColumnType.Floating(32));
            case FLOAT8 -> new Plain(new ColumnType.Floating(64));
            case DATE -> new Plain(new ColumnType.Date());
            case TIME -> new Plain(new ColumnType.Time());
            case TIMESTAMP -> new Plain(new ColumnType.Timestamp(false));
            case TIMESTAMPTZ -> new Plain(new ColumnType.Timestamp(true));
            case INTERVAL -> Special.INTERVAL;
            case NUMERIC -> Special.NUMERIC;
            case UUID -> new Plain(new ColumnType.Uuid());
            default -> Special.UNKNOWN;
        };
    }
}
